package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.Hash128;
import io.dunlin.tsdb.memory.Region;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.ExpandableArrayBuffer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Moves series that are still written from old tables to the tenured one, a few at a time between commits. A cohort is
 * looked through when it is old enough and then again and again, so that a series that came back later moves too; when
 * none is left in it, it goes. For the writer only.
 */
final class Tenure {
    /** The most series looked at between two groups of requests, which bounds how long a request waits for this. */
    private static final int STEP = 4096;

    private final Generations generations;
    private final CohortAges ages;
    private final MemoryCeiling ceiling;
    private final MoveListener listener;
    private final Consumer<HeadTable> emptied;
    private final Hash128 hash = new Hash128();
    private final ExpandableArrayBuffer encoded = new ExpandableArrayBuffer(512);

    /** When each table was looked through last, in data time. */
    private final Map<HeadTable, Long> swept = new HashMap<>();

    private HeadTable sweeping;
    private int nextSlot;

    /** Told of every series that has moved. */
    @FunctionalInterface
    interface MoveListener {
        /** A series was at one reference and is at another from now on. */
        void moved(long from, long to);
    }

    /**
     * Makes a mover.
     *
     * @param listener told of every series that moves
     * @param emptied takes out a cohort of which nothing is left
     */
    Tenure(
            Generations generations,
            CohortAges ages,
            MemoryCeiling ceiling,
            MoveListener listener,
            Consumer<HeadTable> emptied) {
        this.generations = generations;
        this.ages = ages;
        this.ceiling = ceiling;
        this.listener = listener;
        this.emptied = emptied;
    }

    /** Looks at a few series, where a table is due. */
    void step(long dataTime, long commit) {
        if (sweeping == null && !choose(dataTime)) {
            return;
        }
        int end = Math.min(sweeping.count(), nextSlot + STEP);
        sweep(sweeping, nextSlot, end, dataTime - idleTime(), commit);
        nextSlot = end;
        if (nextSlot == sweeping.count()) {
            swept.put(sweeping, dataTime);
            if (sweeping.liveCount() == 0) {
                emptied.accept(sweeping);
            }
            sweeping = null;
        }
    }

    private boolean choose(long dataTime) {
        HeadTable[] live = generations.live();
        for (int i = 1; i < live.length; i++) {
            HeadTable cohort = live[i];
            if (!cohort.isTenured() && !cohort.isLeaving() && due(cohort) <= dataTime) {
                sweeping = cohort;
                nextSlot = 0;
                cohort.forgetRemaining();
                return true;
            }
        }
        return false;
    }

    private long due(HeadTable cohort) {
        Long last = swept.get(cohort);
        return last == null
                ? cohort.bornUntil() + ages.tenureMillis(ceiling.scarcity())
                : last + Math.max(1, idleTime());
    }

    /** Returns how long a series must be silent now to count as idle, in milliseconds of data time. */
    long idleTime() {
        return ages.idleMillis(ceiling.scarcity());
    }

    /** Returns whether a cohort has been looked through at least once. */
    boolean wasSwept(HeadTable table) {
        return sweeping != table && swept.containsKey(table);
    }

    /** Forgets a table that is about to go. */
    void forget(HeadTable table) {
        swept.remove(table);
        if (sweeping == table) {
            sweeping = null;
        }
    }

    /** Moves the series of some slots that have a sample at or after a time. */
    void sweep(HeadTable table, int from, int to, long writtenSince, long commit) {
        RoaringBitmap living = living(table, from, to, writtenSince);
        if (!living.isEmpty()) {
            living.forEach((int slot) -> move(table, slot, commit));
            generations.tenured().publishLabels();
            table.markMoved(living);
            generations.noteMoves();
        }
    }

    /**
     * Returns the slots that have a sample at or after a time, and notes the others. A loop of its own, for all that a move does would
     * be compiled into it, and again each time it is left: of millions of one-shot series hardly one moves.
     */
    private static RoaringBitmap living(HeadTable table, int from, int to, long writtenSince) {
        RoaringBitmap living = new RoaringBitmap();
        for (int slot = from; slot < to; slot++) {
            if (table.isMoved(slot)) {
                continue;
            }
            if (SeriesWriter.lastTime(table, slot) >= writtenSince) {
                living.add(slot);
            } else {
                table.noteRemaining(slot);
            }
        }
        return living;
    }

    private void move(HeadTable table, int slot, long commit) {
        int length = table.index().encode(table.labelSet(slot), encoded);
        generations.hash().hash(encoded, 0, length, hash);
        HeadTable tenured = generations.tenured();
        int target = tenured.add(encoded, 0, length, hash);
        copy(table, slot, tenured, target, commit);
        listener.moved(table.reference(slot), tenured.reference(target));
    }

    /** Gives a new series the samples of another: the sealed chunks are shared, the open one and deletions are copied. */
    static void copy(HeadTable from, int slot, HeadTable to, int target, long commit) {
        Region source = from.records();
        Region records = to.records();
        long old = from.record(slot);
        long record = to.record(target);
        SeriesRecordLayout.setPhase(records, record, SeriesRecordLayout.phase(source, old));
        int total = source.getInt(old + SeriesRecordLayout.TOTAL);
        records.putLong(record + SeriesRecordLayout.SEALED, source.getLong(old + SeriesRecordLayout.SEALED));
        records.putLong(record + SeriesRecordLayout.COMMIT, commit);
        records.putInt(record + SeriesRecordLayout.TOTAL, total);
        records.putInt(record + SeriesRecordLayout.EARLIER, total);
        int open = source.getInt(old + SeriesRecordLayout.OPEN);
        if (open != 0) {
            Region blocks = from.blocks().region();
            long block = HeadTable.blockAddress(open);
            int capacity = OpenBlockLayout.capacity(blocks, block);
            long place = to.blocks().allocate(capacity);
            blocks.copyTo(block, to.blocks().region(), place, capacity);
            records.putInt(record + SeriesRecordLayout.OPEN, HeadTable.packBlock(place));
        }
        long[] deleted = from.tombstones().of(slot);
        for (int i = 0; i < deleted.length; i += 2) {
            to.delete(target, deleted[i], deleted[i + 1]);
        }
        to.noteTime(from.minTime());
        to.noteTime(from.maxTime());
    }
}
