package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.Hash128;
import io.dunlin.tsdb.index.IdentityTable;
import io.dunlin.tsdb.index.LabelEncoding;
import org.agrona.DirectBuffer;

/**
 * How far the samples reach of series that have left the head, or are leaving it, as one request sees it. Series are looked
 * up only where a sample is older than the newest of all that left, which one that comes in time never is. One thread.
 */
final class Horizon {
    private final Head head;
    private final HeadTable[] tables;
    private final HeadSnapshot snapshot;
    private final long newest;
    private final Hash128 hash = new Hash128();

    /**
     * Makes it.
     *
     * @param tables those that the request holds; they may be leaving, or have left since
     */
    Horizon(Head head, HeadTable[] tables) {
        this.head = head;
        this.tables = tables;
        this.snapshot = head.newest();
        long time = head.left().newestTime();
        for (HeadTable table : tables) {
            time = table.isLeaving() ? Math.max(time, table.remainingMaxTime()) : time;
        }
        this.newest = time;
    }

    /** Returns whether a time is later than all that has left. */
    boolean isBehind(long time) {
        return time > newest;
    }

    /** Returns the time of a series' newest sample that has left, the smallest long where there is none. */
    long of(DirectBuffer labels, int offset, int length) {
        byte[] copy = new byte[length];
        labels.getBytes(offset, copy);
        head.generations().hash().hash(labels, offset, length, hash);
        long time = head.left().newestTime(LabelEncoding.decode(copy));
        for (HeadTable table : tables) {
            int slot = table.isLeaving() ? table.index().identities().find(hash.low, hash.high) : IdentityTable.ABSENT;
            if (slot != IdentityTable.ABSENT && !table.isMoved(slot)) {
                time = Math.max(time, SeriesDeletion.newestTime(snapshot, table, slot));
            }
        }
        return time;
    }
}
