package io.dunlin.tsdb.query;

import io.dunlin.tsdb.model.LabelSetHash;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which series of several sets have the same labels, by their {@link LabelSetHash}: no string is made. The series of all sets
 * are members, numbered set by set. A series is a chain of members, one in each set that has it, in the order of the sets;
 * mostly that is one member, and where it always is, nothing is kept of any. Immutable once made; at most 8 bytes a member.
 */
final class SeriesMatches {
    /** From so many series on a second processor gives more than it costs. */
    static final int MIN_PARALLEL = 1 << 15;

    /** What ends a chain. */
    static final int NONE = -1;

    /** For each set its first member, and behind them the number of all. */
    private final int[] starts;

    /** For each series its first member; null where every member is a series. */
    private final int[] firsts;

    /** For each member the next one of its series; null where every member is a series. */
    private final int[] nexts;

    private final int count;

    private SeriesMatches(int[] starts, int[] firsts, int[] nexts, int count) {
        this.starts = starts;
        this.firsts = firsts;
        this.nexts = nexts;
        this.count = count;
    }

    /** Matches the series of all sets; they are numbered in the order in which they are met. */
    static SeriesMatches of(List<SeriesSet> sets) {
        int[] starts = new int[sets.size() + 1];
        for (int set = 0; set < sets.size(); set++) {
            starts[set + 1] = Math.addExact(starts[set], sets.get(set).size());
        }
        int members = starts[sets.size()];
        HashScratch scratch = HashScratch.take(members);
        hash(sets, starts, scratch.hashes());
        RepeatedHashes repeated = RepeatedHashes.of(starts, scratch);
        SeriesMatches matches = repeated.isEmpty()
                ? new SeriesMatches(starts, null, null, members)
                : chain(starts, scratch.hashes(), repeated);
        scratch.giveBack();
        return matches;
    }

    /** Many series are hashed on all processors, set by set: that may read the entries of all of them. */
    private static void hash(List<SeriesSet> sets, int[] starts, long[] hashes) {
        IntStream all = IntStream.range(0, sets.size());
        IntStream stream = starts[sets.size()] < MIN_PARALLEL ? all : all.parallel();
        stream.forEach(set -> sets.get(set).labelHashes(hashes, starts[set]));
    }

    /** Until the first member that belongs to a series before it, every member is a series and nothing is kept. */
    private static SeriesMatches chain(int[] starts, long[] hashes, RepeatedHashes repeated) {
        int members = starts[starts.length - 1];
        int[] firsts = null;
        int[] nexts = null;
        int count = 0;
        for (int member = 0; member < members; member++) {
            int at = LabelSetHash.LANES * member;
            int before = repeated.exchange(hashes[at], hashes[at + 1], member);
            if (before != NONE && nexts == null) {
                firsts = IntStream.range(0, members).toArray();
                nexts = new int[members];
                Arrays.fill(nexts, NONE);
            }
            if (before != NONE) {
                nexts[before] = member;
            } else if (firsts != null) {
                firsts[count++] = member;
            } else {
                count++;
            }
        }
        return new SeriesMatches(starts, firsts == null ? null : Arrays.copyOf(firsts, count), nexts, count);
    }

    /** Returns the number of series. */
    int count() {
        return count;
    }

    /** Returns the first member of a series; those of later series are greater. */
    int first(int series) {
        return firsts == null ? series : firsts[series];
    }

    /** Returns the first series whose first member lies in a set or in one behind it. */
    int firstOf(int source) {
        if (firsts == null) {
            return starts[source];
        }
        int found = Arrays.binarySearch(firsts, starts[source]);
        return found >= 0 ? found : -found - 1;
    }

    /** Returns the member of the same series behind another, {@link #NONE} for none. */
    int next(int member) {
        return nexts == null ? NONE : nexts[member];
    }

    /** Returns the set that a member lies in; found at once where that is {@code guess}, another member's set. */
    int source(int member, int guess) {
        if (starts[guess] <= member && member < starts[guess + 1]) {
            return guess;
        }
        int found = Arrays.binarySearch(starts, member);
        int source = found >= 0 ? found : -found - 2;
        while (starts[source + 1] == member) {
            source++;
        }
        return source;
    }

    /** Returns the number of a member in its set. */
    int number(int member, int source) {
        return member - starts[source];
    }
}
