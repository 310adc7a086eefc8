package io.dunlin.server.tsdb.wal;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;

/**
 * Reads a native histogram of a record.
 * <pre>
 * histogram := hint &lt;1b&gt;, varint schema, zero threshold &lt;8b&gt;, zero count, count, sum &lt;8b&gt;,
 *              positive spans, negative spans, positive buckets, negative buckets, bounds where the schema is −53
 * spans     := uvarint count, { varint offset, uvarint length }
 * buckets   := uvarint count, buckets: of whole counts varint deltas from bucket to bucket, else &lt;8b&gt; each
 * bounds    := uvarint count, bounds &lt;8b&gt; each
 * </pre>
 * Zero count and count are uvarint where counts are whole, else 8 bytes.
 */
final class HistogramInput {
    private static final int MIN_SCHEMA = -4;
    private static final int MAX_SCHEMA = 8;

    private HistogramInput() {}

    /** Reads one; {@code whole} says that counts are whole numbers. */
    static FloatHistogram read(RecordInput input, boolean whole) {
        int hint = input.getByte();
        if (hint < 0 || hint >= CounterResetHint.values().length) {
            throw input.damage("a hint of a counter reset", hint);
        }
        int schema = input.getInt();
        if (schema != FloatHistogram.CUSTOM_BUCKETS_SCHEMA && (schema < MIN_SCHEMA || schema > MAX_SCHEMA)) {
            throw input.damage("a schema of a histogram", schema);
        }
        double zeroThreshold = input.getDouble();
        double zeroCount = whole ? input.getUnsigned() : input.getDouble();
        double count = whole ? input.getUnsigned() : input.getDouble();
        double sum = input.getDouble();
        int[] positiveSpans = spans(input);
        int[] negativeSpans = spans(input);
        double[] positive = whole ? sums(input) : doubles(input);
        double[] negative = whole ? sums(input) : doubles(input);
        double[] bounds = schema == FloatHistogram.CUSTOM_BUCKETS_SCHEMA ? doubles(input) : new double[0];
        return new FloatHistogram(
                schema,
                CounterResetHint.values()[hint],
                zeroThreshold,
                zeroCount,
                count,
                sum,
                positiveSpans,
                positive,
                negativeSpans,
                negative,
                bounds);
    }

    private static int[] spans(RecordInput input) {
        int[] spans = new int[2 * input.getCount(2)];
        for (int i = 0; i < spans.length; i += 2) {
            spans[i] = input.getInt();
            spans[i + 1] = input.getLength();
        }
        return spans;
    }

    private static double[] sums(RecordInput input) {
        double[] counts = new double[input.getCount(1)];
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += input.getSigned();
            counts[i] = sum;
        }
        return counts;
    }

    private static double[] doubles(RecordInput input) {
        double[] values = new double[input.getCount(Double.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = input.getDouble();
        }
        return values;
    }
}
