package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepGrid;
import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.promql.batch.WindowEdge;
import io.dunlin.promql.batch.WindowGrid;
import io.dunlin.promql.plan.RangeSelectPlan;
import io.dunlin.promql.plan.SubqueryPlan;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A range vector as the result of an instant query. */
final class RangeVectorResult {
    /** A time and a value. */
    private static final int SAMPLE_BYTES = 16;

    private RangeVectorResult() {}

    /** Returns the results of a subquery's evaluations. */
    static MatrixValue ofSubquery(Evaluator evaluator, SubqueryPlan subquery) {
        QueryContext context = evaluator.context();
        WindowGrid windows = evaluator.windows(subquery.range(), subquery.shift(), WindowEdge.PLAIN);
        StepGrid inner = RangeInputs.innerGrid(windows, subquery.step());
        context.checkSteps(inner);
        if (inner.count() == 0) {
            return new MatrixValue(List.of());
        }
        Operand result = new Evaluator(context, inner, evaluator.counts().whole(inner)).evaluate(subquery.input());
        FinishedFrame frame = result.numbers() != null
                ? new FinishedFrame(ScalarConversion.toVector(result.numbers()), null)
                : FinishedFrame.of(context, Frame.of(context, result.vector(), inner.count()));
        return ResultBuilder.matrix(frame, inner.times());
    }

    /** Returns the samples in the window of a selector. */
    static MatrixValue ofSelector(Evaluator evaluator, RangeSelectPlan select) {
        QueryContext context = evaluator.context();
        WindowGrid windows = evaluator.windows(select.range(), select.shift(), select.edge());
        Selection selection = Selection.of(context, select.matchers(), windows, null);
        SampleReader reader = selection.reader();
        WindowBounds bounds = new WindowBounds(windows);
        WindowCounter counter = new WindowCounter(bounds, evaluator.counts().tally(), true);
        SampleBuffer buffer = new SampleBuffer();
        List<MatrixValue.Series> series = new ArrayList<>();
        for (int i = 0; i < selection.labels().size(); i++) {
            context.checkpoint();
            buffer.clear();
            reader.read(i, buffer);
            StaleSamples.remove(buffer);
            bounds.locate(buffer);
            long samples = counter.count(buffer);
            context.hold(samples);
            context.memory().take(samples * SAMPLE_BYTES + MemorySizes.LABELS);
            if (samples > 0) {
                add(series, selection.labels().labels(i), buffer, bounds);
            }
        }
        return ResultBuilder.sorted(series);
    }

    private static void add(List<MatrixValue.Series> series, Labels labels, SampleBuffer samples, WindowBounds bounds) {
        WindowEdge edge = bounds.grid().edge();
        int first = bounds.first()[0];
        int end = bounds.end()[0];
        if (edge == WindowEdge.PLAIN) {
            series.add(split(labels, samples, first, end));
            return;
        }
        for (int i = first; samples.hasHistograms() && i < end; i++) {
            if (samples.histograms()[i] != null) {
                throw QueryException.execution(edge.keyword() + " modifier is not supported with histograms");
            }
        }
        EdgeSamples edges = EdgeSamples.of(samples, first, end, bounds.grid());
        if (edges.times().length > 0) {
            series.add(
                    new MatrixValue.Series(labels, edges.times(), edges.values(), new long[0], new FloatHistogram[0]));
        }
    }

    private static MatrixValue.Series split(Labels labels, SampleBuffer samples, int first, int end) {
        long[] times = new long[end - first];
        double[] values = new double[end - first];
        long[] histogramTimes = new long[end - first];
        FloatHistogram[] histograms = new FloatHistogram[end - first];
        int floats = 0;
        int others = 0;
        for (int i = first; i < end; i++) {
            FloatHistogram histogram = samples.hasHistograms() ? samples.histograms()[i] : null;
            if (histogram == null) {
                times[floats] = samples.times()[i];
                values[floats++] = samples.values()[i];
            } else {
                histogramTimes[others] = samples.times()[i];
                histograms[others++] = histogram;
            }
        }
        return new MatrixValue.Series(
                labels,
                Arrays.copyOf(times, floats),
                Arrays.copyOf(values, floats),
                Arrays.copyOf(histogramTimes, others),
                Arrays.copyOf(histograms, others));
    }
}
