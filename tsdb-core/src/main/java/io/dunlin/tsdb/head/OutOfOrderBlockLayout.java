package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.Region;

/**
 * A block of out-of-order samples of one series, in the order they came, little-endian, 8-aligned.
 * <pre>
 *   0      2          4          8      12     16         24
 *   | zero | capacity | previous | used | zero | lastTime | sample* zeros … |
 * sample := kind, signed time - time of the sample before, [signed time - start], value
 *         | 3, signed first time - time of the sample before, last time - first time
 * kind   := one byte: 0 float, 1 histogram with whole counts, 2 other histogram; plus 4 where the start is known
 * value  := value bits (a float) or {@link HistogramRecord}
 * </pre>
 * Kind 3 deletes what came before it within a range; it counts as a sample, and its time is the first. {@code capacity} is the length of the whole block, in the place that {@link OpenBlockLayout} has it too; {@code
 * previous} is the packed address of the full block with the samples before, 0 for none; {@code used} counts the bytes of
 * samples; {@code lastTime} is the time of the last one, and 0 stands before the first.
 */
final class OutOfOrderBlockLayout {
    static final int CAPACITY = OpenBlockLayout.CAPACITY;
    static final int PREVIOUS = CAPACITY + Short.BYTES;
    static final int USED = PREVIOUS + Integer.BYTES;
    static final int LAST_TIME = USED + 2 * Integer.BYTES;
    static final int SAMPLES = LAST_TIME + Long.BYTES;

    /** A float sample. */
    static final int FLOAT = 0;

    /** A histogram whose counts are whole numbers. */
    static final int WHOLE_HISTOGRAM = 1;

    /** Any other histogram. */
    static final int HISTOGRAM = 2;

    /** A deletion of samples that came before. */
    static final int DELETION = 3;

    /** Added to the kind of a sample whose start timestamp is known. */
    static final int WITH_START = 4;

    private OutOfOrderBlockLayout() {}

    static int capacity(Region region, long block) {
        return OpenBlockLayout.capacity(region, block);
    }

    static int used(Region region, long block) {
        return region.getInt(block + USED);
    }

    static int previous(Region region, long block) {
        return region.getInt(block + PREVIOUS);
    }

    static long lastTime(Region region, long block) {
        return region.getLong(block + LAST_TIME);
    }
}
