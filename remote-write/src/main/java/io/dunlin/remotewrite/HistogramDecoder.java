package io.dunlin.remotewrite;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;

/**
 * Reads a native {@code Histogram}.
 *
 * <pre>
 * count_int = 1 (uint64) | count_float = 2 (double), sum = 3 (double), schema = 4 (sint32), zero_threshold = 5 (double),
 * zero_count_int = 6 (uint64) | zero_count_float = 7 (double),
 * negative_spans = 8 (repeated BucketSpan), negative_deltas = 9 (repeated sint64), negative_counts = 10 (repeated double),
 * positive_spans = 11, positive_deltas = 12, positive_counts = 13, reset_hint = 14 (enum), timestamp = 15 (int64),
 * custom_values = 16 (repeated double)
 * BucketSpan: offset = 1 (sint32), length = 2 (uint32)
 * </pre>
 *
 * <p>A histogram is one of floats where its count is: then its buckets are the counts, otherwise the running sums of the
 * deltas. The result is valid by {@link HistogramRules} and has a schema that the storage knows. Not thread-safe.
 */
final class HistogramDecoder {
    private static final int COUNT_INT = ProtoCursor.tag(1, ProtoCursor.VARINT);
    private static final int COUNT_FLOAT = ProtoCursor.tag(2, ProtoCursor.FIXED64);
    private static final int SUM = ProtoCursor.tag(3, ProtoCursor.FIXED64);
    private static final int SCHEMA = ProtoCursor.tag(4, ProtoCursor.VARINT);
    private static final int ZERO_THRESHOLD = ProtoCursor.tag(5, ProtoCursor.FIXED64);
    private static final int ZERO_COUNT_INT = ProtoCursor.tag(6, ProtoCursor.VARINT);
    private static final int ZERO_COUNT_FLOAT = ProtoCursor.tag(7, ProtoCursor.FIXED64);
    private static final int RESET_HINT = ProtoCursor.tag(14, ProtoCursor.VARINT);
    private static final int TIME = ProtoCursor.tag(15, ProtoCursor.VARINT);

    private static final int NEGATIVE_SPANS = 8;
    private static final int NEGATIVE_DELTAS = 9;
    private static final int NEGATIVE_COUNTS = 10;
    private static final int POSITIVE_SPANS = 11;
    private static final int POSITIVE_DELTAS = 12;
    private static final int POSITIVE_COUNTS = 13;
    private static final int CUSTOM_VALUES = 16;
    private static final long KNOWN_FIELDS = (1L << 17) - 2;

    private static final int SPAN_OFFSET = ProtoCursor.tag(1, ProtoCursor.VARINT);
    private static final int SPAN_LENGTH = ProtoCursor.tag(2, ProtoCursor.VARINT);
    private static final long SPAN_FIELDS = 0b110;

    private static final double TWO_TO_64 = 0x1p64;

    private final Numbers.Ints negativeSpans = new Numbers.Ints();
    private final Numbers.Doubles negativeDeltas = new Numbers.Doubles();
    private final Numbers.Doubles negativeCounts = new Numbers.Doubles();
    private final Numbers.Ints positiveSpans = new Numbers.Ints();
    private final Numbers.Doubles positiveDeltas = new Numbers.Doubles();
    private final Numbers.Doubles positiveCounts = new Numbers.Doubles();
    private final Numbers.Doubles customValues = new Numbers.Doubles();
    private boolean integer;
    private double count;
    private double sum;
    private int schema;
    private double zeroThreshold;
    private double zeroCount;
    private long resetHint;
    private long time;
    private FloatHistogram histogram;

    /** Returns the histogram that was read last. */
    FloatHistogram histogram() {
        return histogram;
    }

    /** Returns whether all its counts are whole numbers by type. */
    boolean isInteger() {
        return integer;
    }

    /** Returns its time in Unix milliseconds. */
    long time() {
        return time;
    }

    /**
     * Reads the histogram whose length comes next.
     *
     * @throws io.dunlin.tsdb.storage.WriteRejectedException when it is no valid histogram
     */
    void read(ProtoCursor cursor) {
        clear();
        int outer = cursor.enter();
        while (cursor.hasMore()) {
            int tag = cursor.readTag();
            if (!readNumber(cursor, tag) && !readBuckets(cursor, tag)) {
                cursor.skipUnknown(tag, KNOWN_FIELDS);
            }
        }
        cursor.leave(outer);
        histogram = HistogramRules.supported(build(), integer);
    }

    private void clear() {
        negativeSpans.clear();
        negativeDeltas.clear();
        negativeCounts.clear();
        positiveSpans.clear();
        positiveDeltas.clear();
        positiveCounts.clear();
        customValues.clear();
        integer = true;
        count = 0;
        sum = 0;
        schema = 0;
        zeroThreshold = 0;
        zeroCount = 0;
        resetHint = 0;
        time = 0;
    }

    private boolean readNumber(ProtoCursor cursor, int tag) {
        if (tag == COUNT_INT) {
            count = unsigned(cursor.readVarint());
            integer = true;
        } else if (tag == COUNT_FLOAT) {
            count = cursor.readDouble();
            integer = false;
        } else if (tag == SUM) {
            sum = cursor.readDouble();
        } else if (tag == SCHEMA) {
            schema = (int) cursor.readSigned();
        } else if (tag == ZERO_THRESHOLD) {
            zeroThreshold = cursor.readDouble();
        } else if (tag == ZERO_COUNT_INT) {
            zeroCount = unsigned(cursor.readVarint());
        } else if (tag == ZERO_COUNT_FLOAT) {
            zeroCount = cursor.readDouble();
        } else if (tag == RESET_HINT) {
            resetHint = cursor.readVarint();
        } else if (tag == TIME) {
            time = cursor.readVarint();
        } else {
            return false;
        }
        return true;
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : value + TWO_TO_64;
    }

    /** Reads one of the repeated fields, which come packed or one by one. */
    private boolean readBuckets(ProtoCursor cursor, int tag) {
        int field = tag >>> 3;
        int wireType = tag & 7;
        boolean packed = wireType == ProtoCursor.LENGTH_DELIMITED;
        boolean doubles = packed || wireType == ProtoCursor.FIXED64;
        boolean varints = packed || wireType == ProtoCursor.VARINT;
        if (field == NEGATIVE_SPANS && packed) {
            readSpan(cursor, negativeSpans);
        } else if (field == NEGATIVE_DELTAS && varints) {
            negativeDeltas.readDeltas(cursor, tag);
        } else if (field == NEGATIVE_COUNTS && doubles) {
            negativeCounts.read(cursor, tag);
        } else if (field == POSITIVE_SPANS && packed) {
            readSpan(cursor, positiveSpans);
        } else if (field == POSITIVE_DELTAS && varints) {
            positiveDeltas.readDeltas(cursor, tag);
        } else if (field == POSITIVE_COUNTS && doubles) {
            positiveCounts.read(cursor, tag);
        } else if (field == CUSTOM_VALUES && doubles) {
            customValues.read(cursor, tag);
        } else {
            return false;
        }
        return true;
    }

    private static void readSpan(ProtoCursor cursor, Numbers.Ints spans) {
        int offset = 0;
        int length = 0;
        int outer = cursor.enter();
        while (cursor.hasMore()) {
            int tag = cursor.readTag();
            if (tag == SPAN_OFFSET) {
                offset = (int) cursor.readSigned();
            } else if (tag == SPAN_LENGTH) {
                length = (int) cursor.readVarint();
            } else {
                cursor.skipUnknown(tag, SPAN_FIELDS);
            }
        }
        cursor.leave(outer);
        spans.add(offset);
        spans.add(length);
    }

    private FloatHistogram build() {
        return new FloatHistogram(
                schema,
                hint(),
                zeroThreshold,
                zeroCount,
                count,
                sum,
                positiveSpans.toArray(),
                (integer ? positiveDeltas : positiveCounts).toArray(),
                negativeSpans.toArray(),
                (integer ? negativeDeltas : negativeCounts).toArray(),
                customValues.toArray());
    }

    private CounterResetHint hint() {
        if (resetHint == 1) {
            return CounterResetHint.RESET;
        }
        if (resetHint == 2) {
            return CounterResetHint.NOT_RESET;
        }
        return resetHint == 3 ? CounterResetHint.GAUGE : CounterResetHint.UNKNOWN;
    }
}
