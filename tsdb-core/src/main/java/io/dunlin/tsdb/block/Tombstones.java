package io.dunlin.tsdb.block;

import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The deleted time ranges of series, by a number that each series has in its block or its table: for each flattened pairs
 * of first and last deleted millisecond, rising, neither overlapping nor touching. Immutable and thread-safe.
 */
public final class Tombstones {
    /** Nothing deleted. */
    public static final Tombstones NONE = new Tombstones(new Long2ObjectHashMap<>());

    private static final long[] NO_INTERVALS = {};

    private final Long2ObjectHashMap<long[]> intervals;
    private final long count;

    private Tombstones(Long2ObjectHashMap<long[]> intervals) {
        this.intervals = intervals;
        this.count =
                intervals.values().stream().mapToLong(pairs -> pairs.length / 2).sum();
    }

    /** Returns the number of deleted ranges. */
    public long count() {
        return count;
    }

    /** Returns the deleted ranges of a series, empty for none. Not to be changed. */
    public long[] of(long seriesId) {
        return intervals.getOrDefault(seriesId, NO_INTERVALS);
    }

    /** Returns the series that have deleted ranges, rising. */
    public long[] seriesIds() {
        return intervals.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /** Returns what is left of these when ranges that end before a time are forgotten. */
    public Tombstones endingFrom(long time) {
        Builder left = new Builder(NONE);
        for (long id : seriesIds()) {
            long[] pairs = of(id);
            for (int i = 0; i < pairs.length; i += 2) {
                if (pairs[i + 1] >= time) {
                    left.add(id, pairs[i], pairs[i + 1]);
                }
            }
        }
        return left.build();
    }

    /** Collects ranges; starts with those of {@code before}. Not thread-safe. */
    public static final class Builder {
        private final Long2ObjectHashMap<long[]> intervals = new Long2ObjectHashMap<>();

        /** The ranges built last: where many series lose the same one, they share it. */
        private long[] latest = NO_INTERVALS;

        /** Starts with the ranges of another. */
        public Builder(Tombstones before) {
            intervals.putAll(before.intervals);
        }

        /** Adds a range, both ends inclusive, and joins it with those that it touches. */
        public Builder add(long seriesId, long minTime, long maxTime) {
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
            long[] trimmed = Arrays.copyOf(after, size);
            latest = Arrays.equals(latest, trimmed) ? latest : trimmed;
            intervals.put(seriesId, latest);
            return this;
        }

        /** Returns whether a range that ends at {@code end} leaves a gap before {@code start}. */
        private static boolean endsBefore(long end, long start) {
            return end < start && end + 1 < start;
        }

        /** Returns the ranges; nothing can be added behind that. */
        public Tombstones build() {
            return new Tombstones(intervals);
        }
    }
}
