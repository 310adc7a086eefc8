package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Puts columns into the form of results. */
final class ResultBuilder {
    private static final long[] NO_TIMES = new long[0];
    private static final double[] NO_VALUES = new double[0];
    private static final FloatHistogram[] NO_HISTOGRAMS = new FloatHistogram[0];

    private ResultBuilder() {}

    /** Returns an instant vector in the order of the series. Where a float has a histogram beside it, that is shown. */
    static VectorValue vector(FinishedFrame finished, long time) {
        Frame frame = finished.frame();
        Labels[] labels = new Labels[frame.size()];
        double[] values = new double[labels.length];
        FloatHistogram[] histograms = null;
        for (int i = 0; i < labels.length; i++) {
            labels[i] = frame.labels(i);
            values[i] = frame.column(i).values()[0];
            StepColumn shown = finished.beside(i) == null ? frame.column(i) : finished.beside(i);
            FloatHistogram histogram = shown.histogram(0);
            if (histogram != null) {
                histograms = histograms == null ? new FloatHistogram[labels.length] : histograms;
                histograms[i] = histogram;
            }
        }
        return new VectorValue(time, labels, values, histograms);
    }

    /** Returns a matrix in label order; {@code times} are the times of the steps. */
    static MatrixValue matrix(FinishedFrame finished, long[] times) {
        Frame frame = finished.frame();
        List<MatrixValue.Series> series = new ArrayList<>(frame.size());
        for (int i = 0; i < frame.size(); i++) {
            MatrixValue.Series one = series(frame.labels(i), frame.column(i), times);
            series.add(finished.beside(i) == null ? one : withHistograms(one, finished.beside(i), times));
        }
        return sorted(series);
    }

    /** Puts series into label order. */
    static MatrixValue sorted(List<MatrixValue.Series> series) {
        series.sort(Comparator.comparing(MatrixValue.Series::labels));
        return new MatrixValue(series);
    }

    private static MatrixValue.Series withHistograms(MatrixValue.Series series, StepColumn beside, long[] times) {
        TreeMap<Long, FloatHistogram> all = new TreeMap<>();
        for (int i = 0; i < series.histogramTimes().length; i++) {
            all.put(series.histogramTimes()[i], series.histograms()[i]);
        }
        for (int step = 0; step < times.length; step++) {
            if (beside.has(step)) {
                all.put(times[step], beside.histogram(step));
            }
        }
        return new MatrixValue.Series(
                series.labels(),
                series.times(),
                series.values(),
                all.keySet().stream().mapToLong(Long::longValue).toArray(),
                all.values().toArray(NO_HISTOGRAMS));
    }

    private static MatrixValue.Series series(Labels labels, StepColumn column, long[] times) {
        int present = column.present();
        if (!column.hasHistograms() && present == times.length) {
            return new MatrixValue.Series(labels, times, column.values(), NO_TIMES, NO_HISTOGRAMS);
        }
        int histogramCount = 0;
        for (int step = 0; step < times.length; step++) {
            histogramCount += column.histogram(step) == null ? 0 : 1;
        }
        long[] floatTimes = present == histogramCount ? NO_TIMES : new long[present - histogramCount];
        double[] values = present == histogramCount ? NO_VALUES : new double[present - histogramCount];
        long[] histogramTimes = histogramCount == 0 ? NO_TIMES : new long[histogramCount];
        FloatHistogram[] histograms = histogramCount == 0 ? NO_HISTOGRAMS : new FloatHistogram[histogramCount];
        int floatAt = 0;
        int histogramAt = 0;
        for (int step = 0; step < times.length; step++) {
            FloatHistogram histogram = column.histogram(step);
            if (histogram != null) {
                histogramTimes[histogramAt] = times[step];
                histograms[histogramAt++] = histogram;
            } else if (column.has(step)) {
                floatTimes[floatAt] = times[step];
                values[floatAt++] = column.values()[step];
            }
        }
        return new MatrixValue.Series(labels, floatTimes, values, histogramTimes, histograms);
    }
}
