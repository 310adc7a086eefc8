package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.Hash128;
import io.dunlin.tsdb.index.IdentityTable;
import io.dunlin.tsdb.index.LabelHash;
import io.dunlin.tsdb.index.Reclaimer;
import io.dunlin.tsdb.index.SymbolTable;
import io.dunlin.tsdb.memory.OffHeap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * The tables of the head: the tenured one and the cohorts, of which the newest takes the new series. Changed by the
 * writer; {@link #live} may be read by any thread that holds a pin.
 */
final class Generations implements AutoCloseable {
    /** What {@link #find} returns for a series that no table has. */
    static final long ABSENT = 0;

    private final OffHeap offHeap;
    private final MemoryCeiling ceiling;
    private final Reclaimer reclaimer;
    private LabelHash hash;
    private final long cohortLength;
    private Consumer<HeadTable> listener = table -> {};
    private int nextGeneration = 1;

    /** The tenured table first, then the cohorts from the newest to the oldest. Replaced, never changed. */
    private volatile HeadTable[] live;

    /** How often series have moved or tables have gone; counted behind the change, so that who reads it sees that. */
    private final AtomicInteger moves = new AtomicInteger();

    Generations(OffHeap offHeap, MemoryCeiling ceiling, Reclaimer reclaimer, LabelHash hash, long cohortLength) {
        this.offHeap = offHeap;
        this.ceiling = ceiling;
        this.reclaimer = reclaimer;
        this.hash = hash;
        this.cohortLength = cohortLength;
        this.live = new HeadTable[0];
    }

    /**
     * Begins the first tenured table, where none was restored.
     *
     * @param newListener told of every table that is begun from now on
     */
    void begin(Consumer<HeadTable> newListener) {
        listener = newListener;
        if (live.length == 0 || !live[0].isTenured()) {
            restore(nextGeneration, Long.MAX_VALUE);
            listener.accept(live[0]);
        }
    }

    /** Returns the tables in the order in which they are searched. The array is never changed. */
    HeadTable[] live() {
        return live;
    }

    /**
     * Returns a number that changes when a series moves or a table leaves: references found since it was what it is are
     * still right. For the writer; any other thread asks before it looks a series up.
     */
    int moves() {
        return moves.get();
    }

    /** Says that series have moved or that a table leaves. For the writer only. */
    void noteMoves() {
        moves.incrementAndGet();
    }

    /** Returns the table that series move to. For the writer only. */
    HeadTable tenured() {
        return live[0];
    }

    /**
     * Begins a new tenured table; the old one stays among the tables until its series have moved. For the writer only.
     *
     * @return the old one
     */
    HeadTable renewTenured() {
        HeadTable old = live[0];
        restore(nextGeneration, Long.MAX_VALUE);
        listener.accept(live[0]);
        noteMoves();
        return old;
    }

    /**
     * Begins a table with a given number, unless it is there. For the writer only.
     *
     * @param bornUntil the first millisecond behind the births of its series, the largest long for a tenured table
     */
    void restore(int generation, long bornUntil) {
        if (byGeneration(generation) != null) {
            return;
        }
        used(generation);
        boolean tenured = bornUntil == Long.MAX_VALUE;
        boolean hasTenured = live.length > 0 && live[0].isTenured();
        SymbolTable parent = tenured || !hasTenured ? null : live[0].index().symbols();
        List<HeadTable> next = new ArrayList<>(List.of(live));
        HeadTable table = new HeadTable(offHeap, reclaimer, hash, generation, bornUntil, parent);
        next.add(tenured || !hasTenured ? 0 : 1, table);
        if (tenured && hasTenured) {
            next.add(next.remove(1));
        }
        live = next.toArray(new HeadTable[0]);
    }

    /** Returns the last number that a table has had, 0 for none. */
    int newest() {
        return nextGeneration - 1;
    }

    /** Returns a number that no table has had, and that none will get again. */
    int nextGeneration() {
        return nextGeneration++;
    }

    /** Says that a number is in use. */
    void used(int generation) {
        nextGeneration = Math.max(nextGeneration, generation + 1);
    }

    /** Returns a table by its number; one whose record was lost is taken for a cohort that ends now. */
    HeadTable restore(int generation) {
        restore(generation, Long.MIN_VALUE);
        return byGeneration(generation);
    }

    /**
     * Takes the hash by which a checkpoint knows series.
     *
     * @throws IllegalArgumentException when there is a table already
     */
    void use(LabelHash recorded) {
        if (live.length > 0) {
            throw new IllegalArgumentException("the hash is in use: tables=" + live.length);
        }
        hash = recorded;
    }

    /** Returns the hash by which series are known. */
    LabelHash hash() {
        return hash;
    }

    /** Returns a table by its number, or null where it has gone. */
    HeadTable byGeneration(int generation) {
        for (HeadTable table : live) {
            if (table.generation() == generation) {
                return table;
            }
        }
        return null;
    }

    /** As {@link #byGeneration(int)}, for one who asks again and again and has a table, or null, that it often is. */
    HeadTable byGeneration(int generation, HeadTable often) {
        return often != null && often.generation() == generation ? often : byGeneration(generation);
    }

    /** Returns the reference of the series with a hash, or {@link #ABSENT}. */
    long find(long low, long high) {
        return find(live, low, high);
    }

    /** Returns the reference of the series that one of some tables has under a hash, or {@link #ABSENT}. */
    static long find(HeadTable[] tables, long low, long high) {
        for (HeadTable table : tables) {
            int slot = table.isLeaving()
                    ? IdentityTable.ABSENT
                    : table.index().identities().find(low, high);
            if (slot != IdentityTable.ABSENT && !table.isMoved(slot)) {
                return table.reference(slot);
            }
        }
        return ABSENT;
    }

    /**
     * Looks for series that some tables did not have a moment ago. Where these are still the live ones such a series was born
     * since, into the newest cohort, or was on its way to the tenured table. For the writer only.
     *
     * @param searched what {@link #live} returned then
     * @param found receives the reference of each, or {@link #ABSENT}
     */
    void findSince(HeadTable[] searched, PendingSeries pending, long[] found) {
        HeadTable[] tables = live;
        Arrays.fill(found, ABSENT);
        boolean mayBeThere = tables != searched;
        for (int i = 0; i < Math.min(2, tables.length) && !mayBeThere; i++) {
            mayBeThere = pending.isAnyIn(tables[i].index().identities());
        }
        for (int number = 0; number < found.length && mayBeThere; number++) {
            found[number] = find(tables, pending.low(number), pending.high(number));
        }
    }

    /**
     * Adds a series to the current cohort, beginning a new cohort where data time has left it, or where it has enough series.
     *
     * @return the reference of the series
     */
    long add(DirectBuffer source, int offset, int length, Hash128 identity, long dataTime) {
        HeadTable cohort = cohort(dataTime);
        return cohort.reference(cohort.add(source, offset, length, identity));
    }

    private HeadTable cohort(long dataTime) {
        HeadTable[] tables = live;
        if (tables.length > 1 && !tables[1].isTenured() && !tables[1].isLeaving() && dataTime < tables[1].bornUntil()) {
            if (!ceiling.isEnough(tables[1].count())) {
                return tables[1];
            }
            tables[1].endBirths(dataTime);
        }
        long bornUntil = (Math.floorDiv(dataTime, cohortLength) + 1) * cohortLength;
        int generation = nextGeneration;
        restore(generation, bornUntil);
        HeadTable cohort = byGeneration(generation);
        // Where series come evenly this one gets as many as the last ones did.
        if (tables.length > 2 && !tables[1].isTenured() && !tables[2].isTenured()) {
            cohort.reserveLike(tables[1], tables[2]);
        }
        listener.accept(cohort);
        return cohort;
    }

    /** Returns the number of series that have not moved to another table. */
    long seriesCount() {
        long count = 0;
        for (HeadTable table : live) {
            count += table.liveCount();
        }
        return count;
    }

    /** Takes a table out; its memory is the caller's to free. */
    void remove(HeadTable gone) {
        List<HeadTable> kept = new ArrayList<>(List.of(live));
        kept.remove(gone);
        live = kept.toArray(new HeadTable[0]);
        noteMoves();
    }

    @Override
    public void close() {
        for (HeadTable table : live) {
            table.close();
        }
        live = new HeadTable[0];
    }
}
