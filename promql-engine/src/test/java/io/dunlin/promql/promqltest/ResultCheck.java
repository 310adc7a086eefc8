package io.dunlin.promql.promqltest;

import io.dunlin.promql.histogram.HistogramSum;
import io.dunlin.promql.math.AlmostEqual;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryValue;
import io.dunlin.promql.result.ScalarValue;
import io.dunlin.promql.result.StringValue;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares a result with what a script expects, with Prometheus's tolerance. Throws {@link Mismatch}. */
final class ResultCheck implements QueryValue.Visitor<Void> {
    /** How much a value may be off, relative to the sum of both values' sizes. */
    private static final double EPSILON = 1e-6;

    private final Expected expected;
    private final boolean ordered;
    /** The times of expected values. */
    private final long start;

    private final long end;
    private final long step;

    ResultCheck(ScriptCommand.Eval eval) {
        expected = eval.expected();
        ordered = expected.has(Expectation.Kind.ORDERED);
        long[] vector = expected.rangeVector();
        start = vector == null ? eval.start() : vector[0];
        end = vector == null ? eval.end() : vector[1];
        step = vector == null ? eval.step() : vector[2];
    }

    void check(QueryValue value) {
        value.accept(this);
    }

    @Override
    public Void visit(ScalarValue scalar) {
        if (expected.scalar() == null) {
            throw new Mismatch("expected vector or matrix result, but got scalar " + scalar.value());
        }
        if (!almostEqual(expected.scalar(), scalar.value())) {
            throw new Mismatch("expected scalar " + expected.scalar() + " but got " + scalar.value());
        }
        return null;
    }

    @Override
    public Void visit(StringValue string) {
        String wanted = expected.string() == null ? "" : expected.string();
        if (!wanted.equals(string.value())) {
            throw new Mismatch("expected string \"" + wanted + "\" but got \"" + string.value() + "\"");
        }
        return null;
    }

    @Override
    public Void visit(VectorValue vector) {
        if (expected.scalar() != null) {
            throw new Mismatch("expected scalar result, but got a vector of " + vector.size());
        }
        Set<Labels> seen = new HashSet<>();
        for (int i = 0; i < vector.size(); i++) {
            Labels labels = vector.labels()[i];
            SequenceValue actual = vector.histogram(i) == null
                    ? SequenceValue.of(vector.values()[i])
                    : SequenceValue.of(vector.histogram(i), true);
            Expected.Series wanted = wanted(labels, actual);
            if (ordered && wanted.position() != i + 1) {
                throw new Mismatch(
                        "expected " + labels + " at position " + wanted.position() + " but was at " + (i + 1));
            }
            compare(wanted.values().get(0), actual, labels.toString());
            noteSeen(seen, labels);
        }
        checkAllSeen(seen);
        return null;
    }

    private Expected.Series wanted(Labels labels, Object actual) {
        Expected.Series wanted = expected.series().get(labels);
        if (wanted == null) {
            throw new Mismatch("unexpected metric " + labels + " in result, has value " + actual);
        }
        return wanted;
    }

    private static void noteSeen(Set<Labels> seen, Labels labels) {
        if (!seen.add(labels)) {
            throw new Mismatch("metric " + labels + " is twice in the result");
        }
    }

    private void checkAllSeen(Set<Labels> seen) {
        expected.series().forEach((labels, values) -> {
            if (!seen.contains(labels)) {
                throw new Mismatch("expected metric " + labels + " with " + values.values() + " not found");
            }
        });
    }

    @Override
    public Void visit(MatrixValue matrix) {
        if (ordered) {
            throw new Mismatch("expected ordered result, but query returned a matrix");
        }
        if (expected.scalar() != null) {
            throw new Mismatch("expected scalar result, but got a matrix");
        }
        checkSorted(matrix);
        Set<Labels> seen = new HashSet<>();
        for (MatrixValue.Series series : matrix.series()) {
            compareSeries(wanted(series.labels(), print(series)), series);
            noteSeen(seen, series.labels());
        }
        checkAllSeen(seen);
        return null;
    }

    static void checkSorted(MatrixValue matrix) {
        for (int i = 1; i < matrix.series().size(); i++) {
            Labels before = matrix.series().get(i - 1).labels();
            Labels labels = matrix.series().get(i).labels();
            if (before.compareTo(labels) > 0) {
                throw new Mismatch("matrix is not sorted: " + labels + " stands behind " + before);
            }
        }
    }

    private void compareSeries(Expected.Series wanted, MatrixValue.Series actual) {
        int floats = 0;
        int histograms = 0;
        for (int i = 0; i < wanted.values().size(); i++) {
            SequenceValue value = wanted.values().get(i);
            long time = start + i * step;
            if (time > end) {
                throw new Mismatch("expected " + wanted.values().size() + " points for " + actual.labels()
                        + ", but query time range cannot return this many points");
            }
            String where = actual.labels() + " at t=" + time + " (result has " + print(actual) + ")";
            if (value.histogram() != null) {
                checkTime(histograms < actual.histograms().length, actual.histogramTimes(), histograms, time, where);
                compare(value, SequenceValue.of(actual.histograms()[histograms++], true), where);
            } else if (!value.omitted()) {
                checkTime(floats < actual.values().length, actual.times(), floats, time, where);
                compare(value, SequenceValue.of(actual.values()[floats++]), where);
            }
        }
        if (floats != actual.values().length || histograms != actual.histograms().length) {
            throw new Mismatch("expected " + floats + " float points and " + histograms + " histogram points for "
                    + actual.labels() + ", but got " + print(actual));
        }
    }

    private static void checkTime(boolean present, long[] times, int i, long expectedTime, String where) {
        if (!present || times[i] != expectedTime) {
            throw new Mismatch("expected another point for " + where);
        }
    }

    private static String print(MatrixValue.Series series) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < series.values().length; i++) {
            points.add(series.values()[i] + " @[" + series.times()[i] + "]");
        }
        for (int i = 0; i < series.histograms().length; i++) {
            points.add(HistogramNotation.print(series.histograms()[i]) + " @[" + series.histogramTimes()[i] + "]");
        }
        return points.toString();
    }

    private static void compare(SequenceValue wanted, SequenceValue actual, String where) {
        boolean bothHistograms = wanted.histogram() != null && actual.histogram() != null;
        boolean equal = bothHistograms
                ? sameHistogram(wanted.histogram(), actual.histogram(), wanted.hintGiven())
                : (wanted.histogram() == null) == (actual.histogram() == null)
                        && almostEqual(wanted.value(), actual.value());
        if (!equal) {
            throw new Mismatch("expected " + wanted + " for " + where + " but got " + actual);
        }
    }

    private static boolean almostEqual(double a, double b) {
        return AlmostEqual.test(a, b, EPSILON);
    }

    private static boolean sameHistogram(FloatHistogram wanted, FloatHistogram actual, boolean compareHints) {
        FloatHistogram a = HistogramSum.of(wanted).compact().toHistogram();
        FloatHistogram b = HistogramSum.of(actual).compact().toHistogram();
        return a.schema() == b.schema()
                && almostEqual(a.count(), b.count())
                && almostEqual(a.sum(), b.sum())
                && (!a.usesCustomBuckets() || Arrays.equals(a.customValues(), b.customValues()))
                && a.zeroThreshold() == b.zeroThreshold()
                && almostEqual(a.zeroCount(), b.zeroCount())
                && Arrays.equals(a.negativeSpans(), b.negativeSpans())
                && Arrays.equals(a.positiveSpans(), b.positiveSpans())
                && almostEqual(a.negativeBuckets(), b.negativeBuckets())
                && almostEqual(a.positiveBuckets(), b.positiveBuckets())
                && (!compareHints || a.counterResetHint() == b.counterResetHint());
    }

    private static boolean almostEqual(double[] a, double[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (!almostEqual(a[i], b[i])) {
                return false;
            }
        }
        return true;
    }
}
