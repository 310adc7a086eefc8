package io.dunlin.tsdb.head;

import java.util.Arrays;
import org.agrona.collections.Int2IntHashMap;

/**
 * What old views must know of series that were written twice since: per slot a chain of (commit, count before it). A
 * record holds one such pair itself; the pair it forgets comes here, and only where an open view is older than it. Grows
 * with written series × views open at once, and is empty most of the time. One writer; readers come seldom, so one lock
 * does.
 */
final class EarlierCounts {
    private static final int NONE = -1;

    private final Int2IntHashMap newest = new Int2IntHashMap(NONE);
    private long[] commits = new long[16];
    private int[] counts = new int[16];
    private int[] older = new int[16];
    private int size;
    private long lastCommit;
    private int pruneAt = 1024;

    /**
     * Keeps a pair that a record is about to forget, where a view needs it.
     *
     * @param views the sequence numbers of the open views, rising
     */
    synchronized void keep(int slot, long commit, int count, long[] views) {
        int newestEntry = newest.get(slot);
        long before = newestEntry == NONE ? Long.MIN_VALUE : commits[newestEntry];
        if (!anyBetween(views, before, commit)) {
            return;
        }
        if (size >= pruneAt) {
            prune(views);
        }
        if (size == commits.length) {
            int capacity = 2 * size;
            commits = Arrays.copyOf(commits, capacity);
            counts = Arrays.copyOf(counts, capacity);
            older = Arrays.copyOf(older, capacity);
        }
        commits[size] = commit;
        counts[size] = count;
        older[size] = newest.get(slot);
        newest.put(slot, size);
        size++;
        lastCommit = Math.max(lastCommit, commit);
    }

    /** Returns whether a view lies in {@code [from, to)}. */
    private static boolean anyBetween(long[] views, long from, long to) {
        int at = Arrays.binarySearch(views, from);
        int first = at >= 0 ? at : -at - 1;
        return first < views.length && views[first] < to;
    }

    /**
     * Returns how many samples a view sees of a series whose record was last changed by a later commit.
     *
     * @param earlier the count before that commit, which holds where no commit between the two is known
     */
    synchronized int countFor(int slot, long view, int earlier) {
        int count = earlier;
        for (int entry = newest.get(slot); entry != NONE && commits[entry] > view; entry = older[entry]) {
            count = counts[entry];
        }
        return count;
    }

    /** Forgets everything once no open view needs it. */
    synchronized void release(long[] views) {
        if (size > 0 && (views.length == 0 || views[0] >= lastCommit)) {
            newest.clear();
            size = 0;
            lastCommit = 0;
            pruneAt = 1024;
        }
    }

    /** Drops the pairs that no open view needs; chains keep their order. */
    private void prune(long[] views) {
        int[] moved = new int[size];
        long[] commitsBefore = Arrays.copyOf(commits, size);
        int kept = 0;
        for (int entry = 0; entry < size; entry++) {
            int before = older[entry];
            long from = before == NONE ? Long.MIN_VALUE : commitsBefore[before];
            if (anyBetween(views, from, commitsBefore[entry])) {
                moved[entry] = kept;
                commits[kept] = commitsBefore[entry];
                counts[kept] = counts[entry];
                older[kept] = before == NONE ? NONE : moved[before];
                kept++;
            } else {
                moved[entry] = before == NONE ? NONE : moved[before];
            }
        }
        Int2IntHashMap chains = new Int2IntHashMap(NONE);
        newest.forEachInt((slot, entry) -> {
            if (moved[entry] != NONE) {
                chains.put(slot, moved[entry]);
            }
        });
        newest.clear();
        newest.putAll(chains);
        size = kept;
        pruneAt = Math.max(1024, 2 * kept);
    }

    synchronized int size() {
        return size;
    }
}
