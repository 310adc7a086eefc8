package io.dunlin.server.differential;

import io.dunlin.promql.histogram.BucketCursor;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.promql.result.QueryValue;
import io.dunlin.promql.result.ScalarValue;
import io.dunlin.promql.result.StringValue;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.server.differential.Answer.Bucket;
import io.dunlin.server.differential.Answer.Histogram;
import io.dunlin.server.differential.Answer.Point;
import io.dunlin.server.differential.Answer.Series;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts the engine's results into the terms of the HTTP API. */
final class OwnAnswers implements QueryValue.Visitor<Answer> {
    private final QueryResult result;

    private OwnAnswers(QueryResult result) {
        this.result = result;
    }

    static Answer of(QueryResult result) {
        return result.value().accept(new OwnAnswers(result));
    }

    private Answer answer(String type, List<Series> series, String text) {
        return new Answer(type, series, text, "", result.warnings(), result.infos());
    }

    @Override
    public Answer visit(ScalarValue scalar) {
        Point point = new Point(scalar.time(), scalar.value(), null);
        return answer("scalar", List.of(new Series(Labels.empty(), List.of(point))), "");
    }

    @Override
    public Answer visit(StringValue string) {
        return answer("string", List.of(), string.value());
    }

    @Override
    public Answer visit(VectorValue vector) {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            FloatHistogram histogram = vector.histogram(i);
            Point point = histogram == null
                    ? new Point(vector.time(), vector.values()[i], null)
                    : new Point(vector.time(), 0, histogram(histogram));
            series.add(new Series(vector.labels()[i], List.of(point)));
        }
        return answer("vector", series, "");
    }

    @Override
    public Answer visit(MatrixValue matrix) {
        List<Series> series = new ArrayList<>();
        for (MatrixValue.Series one : matrix.series()) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < one.times().length; i++) {
                points.add(new Point(one.times()[i], one.values()[i], null));
            }
            for (int i = 0; i < one.histogramTimes().length; i++) {
                points.add(new Point(one.histogramTimes()[i], 0, histogram(one.histograms()[i])));
            }
            points.sort(Comparator.comparing(Point::time));
            series.add(new Series(one.labels(), points));
        }
        return answer("matrix", series, "");
    }

    private static Histogram histogram(FloatHistogram histogram) {
        List<Bucket> buckets = new ArrayList<>();
        BucketCursor cursor = BucketCursor.ascending(histogram);
        while (cursor.next()) {
            if (cursor.count() != 0) {
                buckets.add(new Bucket(cursor.lower(), cursor.upper(), cursor.count()));
            }
        }
        return new Histogram(histogram.count(), histogram.sum(), buckets);
    }
}
