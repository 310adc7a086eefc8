package io.dunlin.tsdb.query;

import io.dunlin.tsdb.model.LabelSetHash;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which series of several sets have the same labels, by their {@link LabelSetHash}: no string is made. A series is a chain of
 * members, one in each set that has it, in the order of the sets. Immutable once made; 16 bytes a member, so that a query
 * over millions of series that lived a second does not need more than a few of their bytes.
 */
final class SeriesMatches {
    /** From so many series on a second processor gives more than it costs. */
    static final int MIN_PARALLEL = 1 << 15;

    /** What ends a chain. */
    static final int NONE = -1;

    /** For each member its set, its number there, and the next member of its series. */
    private final int[] sources;

    private final int[] numbers;
    private final int[] nexts;

    /** For each series its first member. */
    private final int[] firsts;

    private int members;
    private int count;

    private SeriesMatches(int most) {
        sources = new int[most];
        numbers = new int[most];
        nexts = new int[most];
        firsts = new int[most];
    }

    /** Matches the series of all sets; they are numbered in the order in which they are met. */
    static SeriesMatches of(List<SeriesSet> sets) {
        int most = 0;
        for (SeriesSet set : sets) {
            most = Math.addExact(most, set.size());
        }
        SeriesMatches matches = new SeriesMatches(most);
        Table table = new Table(most);
        List<long[]> hashes = hashes(sets, most);
        for (int source = 0; source < sets.size(); source++) {
            matches.addAll(source, hashes.get(source), table);
        }
        return matches;
    }

    /** Many series are hashed on all processors, set by set: that reads the entries of all of them. */
    private static List<long[]> hashes(List<SeriesSet> sets, int series) {
        Stream<SeriesSet> stream = series < MIN_PARALLEL ? sets.stream() : sets.parallelStream();
        return stream.map(SeriesSet::labelHashes).toList();
    }

    private void addAll(int source, long[] hashes, Table table) {
        for (int i = 0; i < hashes.length / LabelSetHash.LANES; i++) {
            int series = table.findOrAdd(hashes[LabelSetHash.LANES * i], hashes[LabelSetHash.LANES * i + 1], count);
            add(series, source, i);
        }
    }

    private void add(int series, int source, int number) {
        int member = members++;
        sources[member] = source;
        numbers[member] = number;
        nexts[member] = NONE;
        if (series == count) {
            firsts[count++] = member;
            return;
        }
        int last = firsts[series];
        while (nexts[last] != NONE) {
            last = nexts[last];
        }
        nexts[last] = member;
    }

    /** Returns the number of series. */
    int count() {
        return count;
    }

    /** Returns the first member of a series. */
    int first(int series) {
        return firsts[series];
    }

    /** Returns the member of the same series behind another, {@link #NONE} for none. */
    int next(int member) {
        return nexts[member];
    }

    /** Returns the set that a member lies in. */
    int source(int member) {
        return sources[member];
    }

    /** Returns the number of a member in its set. */
    int number(int member) {
        return numbers[member];
    }

    /** Series by hash, open addressing at most half full. */
    private static final class Table {
        private final int[] slots;
        private final long[] lows;
        private final long[] highs;
        private final int mask;

        Table(int most) {
            slots = new int[Integer.highestOneBit(Math.max(1, most)) << 2];
            Arrays.fill(slots, NONE);
            lows = new long[most];
            highs = new long[most];
            mask = slots.length - 1;
        }

        /** Returns the series with a hash, or adds {@code series} with it. */
        int findOrAdd(long low, long high, int series) {
            int at = (int) low & mask;
            while (slots[at] != NONE) {
                if (lows[slots[at]] == low && highs[slots[at]] == high) {
                    return slots[at];
                }
                at = at + 1 & mask;
            }
            slots[at] = series;
            lows[series] = low;
            highs[series] = high;
            return series;
        }
    }
}
