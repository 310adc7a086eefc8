package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;

/**
 * A histogram chunk as files hold it, Prometheus's encodings number 2 and 3.
 * <pre>
 *   0       2       3
 *   | count | flags | bits … |
 * </pre>
 * {@code count} is the number of samples, 16 bits big-endian; the upper two bits of {@code flags} say how the chunk began.
 * FORMAT.md describes the bits.
 */
final class HistogramChunkLayout {
    static final int COUNT = 0;
    static final int FLAGS = COUNT + Short.BYTES;
    static final int BITS = FLAGS + 1;
    static final int MAX_COUNT = 0xFFFF;

    static final int UNKNOWN = 0;
    static final int NOT_RESET = 0x40;
    static final int RESET = 0x80;
    static final int GAUGE = 0xC0;
    static final int RESET_MASK = 0xC0;

    private static final int[] NO_SPANS = {};
    private static final double[] NO_BUCKETS = {};

    private HistogramChunkLayout() {}

    /** Returns a stale marker. */
    static FloatHistogram stale(double marker) {
        return new FloatHistogram(
                0, CounterResetHint.UNKNOWN, 0, 0, 0, marker, NO_SPANS, NO_BUCKETS, NO_SPANS, NO_BUCKETS, NO_BUCKETS);
    }

    /**
     * Returns what is known of a counter reset before a sample. Of the first the answer is unknown even where the flags say
     * it, because the chunk they refer to may be gone, or another may have come in between.
     */
    static CounterResetHint hint(int flags, int sample) {
        if ((flags & RESET_MASK) == GAUGE) {
            return CounterResetHint.GAUGE;
        }
        return sample > 0 ? CounterResetHint.NOT_RESET : CounterResetHint.UNKNOWN;
    }
}
