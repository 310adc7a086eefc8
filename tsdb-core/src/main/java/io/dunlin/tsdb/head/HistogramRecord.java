package io.dunlin.tsdb.head;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;

/**
 * A histogram in a record of the log.
 * <pre>
 * histogram := signed schema, hint, zero threshold bits, zero count bits, count bits, sum bits, spans, buckets,
 *              spans, buckets, custom values          the positive ones first
 * spans     := count { signed number }
 * buckets   := count { bits }
 * </pre>
 */
final class HistogramRecord {
    private static final CounterResetHint[] HINTS = CounterResetHint.values();

    private HistogramRecord() {}

    /** Writes a histogram. */
    static void write(FloatHistogram histogram, RecordWriter into) {
        into.putSigned(histogram.schema());
        into.putByte(histogram.counterResetHint().ordinal());
        putDouble(histogram.zeroThreshold(), into);
        putDouble(histogram.zeroCount(), into);
        putDouble(histogram.count(), into);
        putDouble(histogram.sum(), into);
        putSpans(histogram.positiveSpans(), into);
        putBuckets(histogram.positiveBuckets(), into);
        putSpans(histogram.negativeSpans(), into);
        putBuckets(histogram.negativeBuckets(), into);
        putBuckets(histogram.customValues() == null ? new double[0] : histogram.customValues(), into);
    }

    private static void putDouble(double value, RecordWriter into) {
        into.putLong(Double.doubleToRawLongBits(value));
    }

    private static void putSpans(int[] spans, RecordWriter into) {
        into.putNumber(spans.length);
        for (int number : spans) {
            into.putSigned(number);
        }
    }

    private static void putBuckets(double[] buckets, RecordWriter into) {
        into.putNumber(buckets.length);
        for (double bucket : buckets) {
            putDouble(bucket, into);
        }
    }

    /** Reads a histogram. */
    static FloatHistogram read(RecordReader from) {
        return new FloatHistogram(
                (int) from.getSigned(),
                HINTS[from.getByte() & 3],
                getDouble(from),
                getDouble(from),
                getDouble(from),
                getDouble(from),
                getSpans(from),
                getBuckets(from),
                getSpans(from),
                getBuckets(from),
                getBuckets(from));
    }

    private static double getDouble(RecordReader from) {
        return Double.longBitsToDouble(from.getLong());
    }

    private static int[] getSpans(RecordReader from) {
        int[] spans = new int[from.getCount()];
        for (int i = 0; i < spans.length; i++) {
            spans[i] = (int) from.getSigned();
        }
        return spans;
    }

    private static double[] getBuckets(RecordReader from) {
        double[] buckets = new double[from.getCount()];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = getDouble(from);
        }
        return buckets;
    }
}
