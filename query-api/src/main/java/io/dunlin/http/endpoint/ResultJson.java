package io.dunlin.http.endpoint;

import io.dunlin.http.json.JsonWriter;
import io.dunlin.http.json.PrometheusJson;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryValue;
import io.dunlin.promql.result.ScalarValue;
import io.dunlin.promql.result.StringValue;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.tsdb.model.FloatHistogram;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Streams a query's value as {@code "resultType":…,"result":…}, at most {@code limit} series of it where that is not 0. */
final class ResultJson implements QueryValue.Visitor<Void> {
    private final PrometheusJson out;
    private final JsonWriter json;
    private final int limit;

    private ResultJson(PrometheusJson out, int limit) {
        this.out = out;
        this.json = out.json();
        this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
    }

    /** Writes the two members into the object that is open. */
    static void write(QueryValue value, int limit, PrometheusJson out) throws IOException {
        try {
            value.accept(new ResultJson(out, limit));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Returns how many series a value has; scalars and strings, which are never cut, have none. */
    static int seriesCount(QueryValue value) {
        return value.accept(new SeriesCount());
    }

    @Override
    public Void visit(ScalarValue scalar) {
        return written("scalar", () -> {
            json.beginArray();
            out.timestamp(scalar.time());
            out.scalarValue(scalar.value());
            json.endArray();
        });
    }

    @Override
    public Void visit(StringValue string) {
        return written("string", () -> {
            json.beginArray();
            out.timestamp(string.time());
            json.string(string.value());
            json.endArray();
        });
    }

    @Override
    public Void visit(VectorValue vector) {
        return written("vector", () -> {
            json.beginArray();
            for (int i = 0; i < Math.min(limit, vector.size()); i++) {
                sample(vector, i);
            }
            json.endArray();
        });
    }

    private void sample(VectorValue vector, int i) throws IOException {
        json.beginObject();
        json.key("metric");
        out.labels(vector.labels()[i]);
        FloatHistogram histogram = vector.histogram(i);
        if (histogram == null) {
            json.key("value");
            out.point(vector.time(), vector.values()[i]);
        } else {
            json.key("histogram");
            out.point(vector.time(), histogram);
        }
        json.endObject();
    }

    @Override
    public Void visit(MatrixValue matrix) {
        return written("matrix", () -> {
            json.beginArray();
            for (int i = 0; i < Math.min(limit, matrix.series().size()); i++) {
                series(matrix.series().get(i));
            }
            json.endArray();
        });
    }

    private void series(MatrixValue.Series series) throws IOException {
        json.beginObject();
        json.key("metric");
        out.labels(series.labels());
        if (series.times().length > 0) {
            json.key("values").beginArray();
            for (int i = 0; i < series.times().length; i++) {
                out.point(series.times()[i], series.values()[i]);
            }
            json.endArray();
        }
        if (series.histogramTimes().length > 0) {
            json.key("histograms").beginArray();
            for (int i = 0; i < series.histogramTimes().length; i++) {
                out.point(series.histogramTimes()[i], series.histograms()[i]);
            }
            json.endArray();
        }
        json.endObject();
    }

    private interface Body {
        void write() throws IOException;
    }

    private Void written(String resultType, Body result) {
        try {
            json.key("resultType").string(resultType);
            json.key("result");
            result.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return null;
    }

    private static final class SeriesCount implements QueryValue.Visitor<Integer> {
        @Override
        public Integer visit(ScalarValue scalar) {
            return 0;
        }

        @Override
        public Integer visit(StringValue string) {
            return 0;
        }

        @Override
        public Integer visit(VectorValue vector) {
            return vector.size();
        }

        @Override
        public Integer visit(MatrixValue matrix) {
            return matrix.series().size();
        }
    }
}
