package io.dunlin.tsdb.block.v1;

import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The deleted time ranges of a block's series: for each series flattened pairs of first and last deleted millisecond,
 * rising, neither overlapping nor touching. Immutable and thread-safe.
 */
final class Tombstones {
    /** Nothing deleted. */
    static final Tombstones NONE = new Tombstones(new Long2ObjectHashMap<>());

    private static final long[] NO_INTERVALS = {};

    private final Long2ObjectHashMap<long[]> intervals;
    private final long count;

    private Tombstones(Long2ObjectHashMap<long[]> intervals) {
        this.intervals = intervals;
        this.count =
                intervals.values().stream().mapToLong(pairs -> pairs.length / 2).sum();
    }

    /** Returns the number of deleted ranges. */
    long count() {
        return count;
    }

    /** Returns the deleted ranges of a series, empty for none. Not to be changed. */
    long[] of(long seriesId) {
        return intervals.getOrDefault(seriesId, NO_INTERVALS);
    }

    /** Returns the series that have deleted ranges, rising. */
    long[] seriesIds() {
        return intervals.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /** Collects ranges; starts with those of {@code before}. Not thread-safe. */
    static final class Builder {
        private final Long2ObjectHashMap<long[]> intervals = new Long2ObjectHashMap<>();

        Builder(Tombstones before) {
            intervals.putAll(before.intervals);
        }

        /** Adds a range, both ends inclusive, and joins it with those that it touches. */
        Builder add(long seriesId, long minTime, long maxTime) {
            if (minTime > maxTime) {
                throw new IllegalArgumentException("empty range: minTime=" + minTime + " maxTime=" + maxTime);
            }
            long[] before = intervals.getOrDefault(seriesId, NO_INTERVALS);
            long[] after = new long[before.length + 2];
            long start = minTime;
            long end = maxTime;
            int size = 0;
            int i = 0;
            while (i < before.length && endsBefore(before[i + 1], start)) {
                after[size++] = before[i++];
                after[size++] = before[i++];
            }
            while (i < before.length && !endsBefore(end, before[i])) {
                start = Math.min(start, before[i]);
                end = Math.max(end, before[i + 1]);
                i += 2;
            }
            after[size++] = start;
            after[size++] = end;
            while (i < before.length) {
                after[size++] = before[i++];
            }
            intervals.put(seriesId, Arrays.copyOf(after, size));
            return this;
        }

        /** Returns whether a range that ends at {@code end} leaves a gap before {@code start}. */
        private static boolean endsBefore(long end, long start) {
            return end < start && end + 1 < start;
        }

        Tombstones build() {
            return new Tombstones(intervals);
        }
    }
}
