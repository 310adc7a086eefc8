package io.dunlin.bench.gpu;

import java.util.Arrays;
import java.util.Locale;

/**
 * How well timestamps keep to the whole multiples of an interval. A timestamp belongs to the tick at or before it; its error
 * is its distance from that tick. All times in milliseconds.
 *
 * @param expected ticks from the first timestamp's to the last one's
 * @param seen ticks that have a timestamp
 * @param onTick timestamps without error
 * @param median the median error
 * @param p99 the 99th percentile of errors
 * @param worst the largest error
 */
record TickReport(long expected, long seen, long onTick, long median, long p99, long worst) {
    private static final double HIGH_PERCENTILE = 0.99;

    /** Makes the report of ascending timestamps, at least one. */
    static TickReport of(long[] times, long interval) {
        long[] errors = new long[times.length];
        long seen = 0;
        long onTick = 0;
        long before = Long.MIN_VALUE;
        for (int i = 0; i < times.length; i++) {
            long tick = Math.floorDiv(times[i], interval);
            errors[i] = Math.floorMod(times[i], interval);
            seen += tick == before ? 0 : 1;
            onTick += errors[i] == 0 ? 1 : 0;
            before = tick;
        }
        Arrays.sort(errors);
        long expected = before - Math.floorDiv(times[0], interval) + 1;
        return new TickReport(
                expected, seen, onTick, at(errors, 0.5), at(errors, HIGH_PERCENTILE), errors[errors.length - 1]);
    }

    private static long at(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))];
    }

    /** Returns the ticks without a timestamp. */
    long missed() {
        return expected - seen;
    }

    /** Returns the cells of a table's row. */
    String row() {
        return String.format(
                Locale.ROOT,
                "%d | %d | %.2f %% | %d | %d | %d",
                expected,
                missed(),
                100.0 * onTick / Math.max(1, seen),
                median,
                p99,
                worst);
    }
}
