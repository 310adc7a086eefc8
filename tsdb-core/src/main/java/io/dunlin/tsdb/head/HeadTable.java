package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.Tombstones;
import io.dunlin.tsdb.index.Hash128;
import io.dunlin.tsdb.index.LabelHash;
import io.dunlin.tsdb.index.PackedAddress;
import io.dunlin.tsdb.index.Reclaimer;
import io.dunlin.tsdb.index.SeriesIndex;
import io.dunlin.tsdb.index.SlotArray;
import io.dunlin.tsdb.index.SymbolTable;
import io.dunlin.tsdb.memory.BestFitAllocator;
import io.dunlin.tsdb.memory.MemoryLimitException;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import org.agrona.DirectBuffer;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One generation of series with all their memory: a cohort, or the tenured table. Series have slots from 0, in the order
 * they came. The writer adds and changes; readers see the slots that their snapshot counts. Closed by {@link
 * Generations} once no reader can reach it.
 */
final class HeadTable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeadTable.class);
    private static final int OPEN_SHIFT = 3;

    private final int generation;
    private final boolean tenured;
    private final boolean outOfOrder;
    private volatile long bornUntil;
    private final MemoryScope scope;
    private final SeriesIndex index;
    private final SlotArray records;
    private final BestFitAllocator blocks;
    private final EarlierCounts earlierCounts = new EarlierCounts();
    private int count;
    private int movedCount;
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;
    private long remainingMaxTime = Long.MIN_VALUE;
    private volatile boolean leaving;

    /** Whether any series has moved: mostly not, and then no record need be read to know it of one. */
    private volatile boolean anyMoved;

    private boolean unused;

    /** The deleted ranges of series, by slot. Replaced, never changed. */
    private Tombstones tombstones = Tombstones.NONE;

    /** Collects what will take the place of {@link #tombstones}, null where nothing was deleted since. */
    private Tombstones.Builder deletions;

    /** What the last snapshot showed; null where the set of moved slots has changed since. */
    private HeadSnapshot.TableView view;

    /** The slots whose series have moved to another table. Replaced, never changed. */
    private RoaringBitmap moved = new RoaringBitmap();

    /**
     * Makes an empty table.
     *
     * @param generation its number, never used before
     * @param bornUntil the first millisecond of data time behind the births of its series, for a cohort
     * @param parent the symbols that it shares, or null
     */
    HeadTable(
            OffHeap offHeap, Reclaimer reclaimer, LabelHash hash, int generation, long bornUntil, SymbolTable parent) {
        this(new Base(offHeap, reclaimer, hash, parent), generation, bornUntil, false);
    }

    /**
     * Makes an empty table for samples that are not later than their series' newest; see {@link OutOfOrderTables}. It
     * shares no symbols, which are sorted when it is written and few against those of the tenured table.
     *
     * @param epochEnd the first millisecond behind the epoch that the samples are of
     */
    static HeadTable outOfOrder(OffHeap offHeap, Reclaimer reclaimer, LabelHash hash, int generation, long epochEnd) {
        return new HeadTable(new Base(offHeap, reclaimer, hash, null), generation, epochEnd, true);
    }

    /** What a table is made from. */
    private record Base(OffHeap offHeap, Reclaimer reclaimer, LabelHash hash, SymbolTable parent) {}

    private HeadTable(Base base, int generation, long bornUntil, boolean outOfOrder) {
        this.generation = generation;
        this.tenured = bornUntil == Long.MAX_VALUE;
        this.outOfOrder = outOfOrder;
        this.bornUntil = bornUntil;
        String kind = tenured ? "tenured table " : outOfOrder ? "out-of-order table " : "cohort ";
        this.scope = base.offHeap.openScope(kind + generation);
        this.index = new SeriesIndex(base.offHeap, base.reclaimer, scope, base.hash, base.parent);
        this.records = new SlotArray(scope, MemoryTag.HEAD_RECORDS, SeriesRecordLayout.LENGTH);
        this.blocks = new BestFitAllocator(scope.arena(MemoryTag.HEAD_CHUNKS));
        blocks.allocate(1);
    }

    /** Returns the table's number. */
    int generation() {
        return generation;
    }

    /** Returns whether this is a table for series that live long. */
    boolean isTenured() {
        return tenured;
    }

    /** Returns whether this is a table for out-of-order samples. */
    boolean isOutOfOrder() {
        return outOfOrder;
    }

    /** Returns the first millisecond of data time behind the births of its series, or behind its samples' epoch. */
    long bornUntil() {
        return bornUntil;
    }

    /** Says that no more series are born into the cohort, sooner than was meant, at a data time; for the writer. */
    void endBirths(long dataTime) {
        bornUntil = Math.min(bornUntil, dataTime);
    }

    /** Says that the table takes no samples any more, because it is being written to a run. */
    void leave() {
        leaving = true;
        view = null;
    }

    /** Returns whether the table takes no samples any more. */
    boolean isLeaving() {
        return leaving;
    }

    /** Returns what the table knows of labels. */
    SeriesIndex index() {
        return index;
    }

    /** Returns the window in which the records lie. */
    Region records() {
        return records.region();
    }

    /** Returns the address of a slot's record. */
    long record(int slot) {
        return records.address(slot);
    }

    /** Returns the allocator of the open chunks' blocks. */
    BestFitAllocator blocks() {
        return blocks;
    }

    /** Returns the counts that old views need. */
    EarlierCounts earlierCounts() {
        return earlierCounts;
    }

    /** Returns the number of series; for the writer. */
    int count() {
        return count;
    }

    /** Returns what a snapshot made now shows of the table; for the writer. */
    HeadSnapshot.TableView view() {
        if (view == null || view.count() != count) {
            publishLabelsIfPossible();
            view = new HeadSnapshot.TableView(this, count, moved, leaving, tombstones());
        }
        return view;
    }

    /** Makes room in this empty table for as many series as the smaller of two others has. */
    void reserveLike(HeadTable one, HeadTable other) {
        index.reserveLike(one.index, other.index);
    }

    /** Lets queries find the series that were added, by their labels. Before anything of theirs is acknowledged. */
    void publishLabels() {
        index.publish();
    }

    /** Series that no memory is left for have nothing that was acknowledged. */
    private void publishLabelsIfPossible() {
        try {
            publishLabels();
        } catch (MemoryLimitException e) {
            LOG.debug("Series are not found by their labels yet: table={} cause={}", generation, e.getMessage());
        }
    }

    /** Returns the reference of a slot: generation and slot. */
    long reference(int slot) {
        return (long) generation << Integer.SIZE | slot;
    }

    /** Adds a series by its canonical labels and their hash; returns its slot. */
    int add(DirectBuffer source, int offset, int length, Hash128 identity) {
        int slot = count;
        records.ensure(slot);
        int labels = index.addLabels(source, offset, length, slot);
        records().putInt(record(slot) + SeriesRecordLayout.LABELS, labels);
        SeriesRecordLayout.setPhase(records(), record(slot), ChunkPhase.ofSlot(slot));
        index.identities().add(identity.low, identity.high, slot);
        count = slot + 1;
        return slot;
    }

    /** Makes slots of an empty table whose content follows. */
    void restoreSlots(int slots, RoaringBitmap movedSlots) {
        if (slots > 0) {
            records.ensure(slots - 1);
            index.identities().reserve(slots);
        }
        count = slots;
        markMoved(movedSlots);
    }

    /** Gives the series of slots in a row their labels, by the packed addresses of their sets. */
    void restoreLabels(int first, int[] labels, int slots) {
        for (int i = 0; i < slots; i++) {
            long record = record(first + i);
            records().putInt(record + SeriesRecordLayout.LABELS, labels[i]);
            SeriesRecordLayout.setPhase(records(), record, ChunkPhase.ofSlot(first + i));
        }
    }

    /** Leaves slots empty up to a slot, because what was in them is lost. */
    void skipTo(int slot) {
        if (slot > count) {
            RoaringBitmap lost = new RoaringBitmap();
            lost.add((long) count, slot);
            records.ensure(slot);
            count = slot;
            markMoved(lost);
        }
    }

    /** Marks series as moved; readers of later snapshots do not see them here. */
    void markMoved(RoaringBitmap slots) {
        if (!slots.isEmpty()) {
            anyMoved = true;
        }
        slots.forEach((int slot) -> {
            long record = record(slot);
            records()
                    .putInt(
                            record + SeriesRecordLayout.STATE,
                            records().getInt(record + SeriesRecordLayout.STATE) | SeriesRecordLayout.MOVED);
        });
        moved = RoaringBitmap.or(moved, slots);
        moved.runOptimize();
        movedCount = moved.getCardinality();
        view = null;
    }

    /** Marks samples of a slot's series as deleted, both ends inclusive, for later snapshots. */
    void delete(int slot, long first, long last) {
        if (deletions == null) {
            deletions = new Tombstones.Builder(tombstones);
        }
        deletions.add(slot, first, last);
        view = null;
    }

    /** Returns the deleted ranges of the series, by slot; for the writer. */
    Tombstones tombstones() {
        if (deletions != null) {
            tombstones = deletions.build();
            deletions = null;
        }
        return tombstones;
    }

    /** Forgets deleted ranges that end before a time, since the head has nothing so old. */
    void forgetDeletedBefore(long time) {
        if (tombstones().count() > 0) {
            tombstones = tombstones.endingFrom(time);
            view = null;
        }
    }

    /** Notes that a request was refused whose series may have been added: they have no samples unless it is sent again. */
    void noteUnused() {
        unused = true;
    }

    /** Returns whether there may be series that never had a sample. */
    boolean mayHaveUnused() {
        return unused;
    }

    /** Notes the time of a sample of this table. */
    void noteTime(long time) {
        minTime = Math.min(minTime, time);
        maxTime = Math.max(maxTime, time);
        remainingMaxTime = Math.max(remainingMaxTime, time);
    }

    /** Begins to find out anew how far the series reach that have not moved; each of them must be noted then. */
    void forgetRemaining() {
        remainingMaxTime = Long.MIN_VALUE;
    }

    /** Notes a series that has not moved; one without an open chunk may have any of the table's times. */
    void noteRemaining(int slot) {
        long newest = SeriesWriter.hasOpenChunk(this, slot) ? SeriesWriter.lastTime(this, slot) : maxTime;
        remainingMaxTime = Math.max(remainingMaxTime, newest);
    }

    /**
     * Returns a time behind which no series that has not moved has a sample; for the writer, and for all once the table is
     * leaving.
     */
    long remainingMaxTime() {
        return remainingMaxTime;
    }

    /** Returns the time of the oldest sample that the table was ever given; for the writer. */
    long minTime() {
        return minTime;
    }

    /** Returns the time of the newest sample that the table was ever given; for the writer. */
    long maxTime() {
        return maxTime;
    }

    /** Returns the number of series that have not moved. */
    int liveCount() {
        return count - movedCount;
    }

    /** Returns whether a slot's series has moved. */
    boolean isMoved(int slot) {
        return anyMoved && SeriesRecordLayout.isMoved(records(), record(slot));
    }

    /** Returns the packed address of a slot's label set. */
    int labelSet(int slot) {
        return records().getInt(record(slot) + SeriesRecordLayout.LABELS);
    }

    /** Returns how many samples a slot's series has ever had. */
    int total(int slot) {
        return records().getInt(record(slot) + SeriesRecordLayout.TOTAL);
    }

    /** Returns the address of a slot's newest sealed chunk, {@link EpochChunks#NONE} for none. */
    long sealed(int slot) {
        return records().getLong(record(slot) + SeriesRecordLayout.SEALED);
    }

    /** Returns the address of an open chunk's block. */
    static long blockAddress(int packed) {
        return PackedAddress.unpack(packed, OPEN_SHIFT);
    }

    /** Returns what a record holds for the address of a block. */
    static int packBlock(long address) {
        return PackedAddress.pack(address, OPEN_SHIFT);
    }

    @Override
    public void close() {
        index.close();
        scope.close();
    }
}
