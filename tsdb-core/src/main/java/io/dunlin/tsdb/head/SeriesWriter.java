package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.HistogramEncoder;
import io.dunlin.tsdb.chunk.HistogramEncoder.Start;
import io.dunlin.tsdb.chunk.OpenChunkLayout;
import io.dunlin.tsdb.chunk.XorEncoder;
import io.dunlin.tsdb.memory.BestFitAllocator;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.StaleMarker;

/**
 * Appends samples to the open chunks of series and seals chunks that are full, in the one writer's thread. A reader sees
 * a record either before a change or after it ({@link SeriesRecordLayout#VERSION}), and the bits of an open chunk that it
 * may read never change.
 */
final class SeriesWriter {
    /** The length of the block that a new chunk gets: one sample fits, but for times before 1900 and after 2039. */
    private static final int FIRST_BLOCK = 48;

    /** A block that is full is followed by one that is an eighth longer, at least by this. */
    private static final int LEAST_GROWTH = 16;

    private static final int GROWTH_DIVISOR = 8;

    /** From this length on a chunk is full: a float chunk at once, one of histograms when it has a few. */
    static final int FULL_LENGTH = 1024;

    /** The fewest histograms of a chunk that is sealed for its length. */
    private static final int FEWEST_HISTOGRAMS = 10;

    /** No open chunk; no block has this address, because the first is never handed out. */
    private static final long NO_BLOCK = 0;

    private static final FloatHistogram STALE_HISTOGRAM = new FloatHistogram(
            0,
            FloatHistogram.CounterResetHint.UNKNOWN,
            0,
            0,
            0,
            StaleMarker.VALUE,
            new int[0],
            new double[0],
            new int[0],
            new double[0],
            new double[0]);

    private final Epochs epochs;
    private final XorEncoder encoder = new XorEncoder();
    private final HistogramEncoder integerHistograms = new HistogramEncoder(ChunkEncoding.HISTOGRAM);
    private final HistogramEncoder floatHistograms = new HistogramEncoder(ChunkEncoding.FLOAT_HISTOGRAM);
    private final OpenStarts starts = new OpenStarts();
    private long commit;
    private long[] views = {};

    SeriesWriter(Epochs epochs) {
        this.epochs = epochs;
    }

    /**
     * Begins a commit.
     *
     * @param sequence the commit's number, greater than all before
     * @param openViews the sequence numbers of the views in use, rising
     */
    void begin(long sequence, long[] openViews) {
        commit = sequence;
        views = openViews;
    }

    /** Returns the number of the commit that was begun last. */
    long commit() {
        return commit;
    }

    /**
     * Appends a float sample; returns false, and changes nothing, where it is not later than the series' newest.
     *
     * @param start the sample's start timestamp, 0 for unknown
     */
    boolean append(HeadTable table, int slot, long start, long time, double value) {
        long block = openBlock(table, slot);
        if (block != NO_BLOCK && time <= OpenBlockLayout.lastTime(table.blocks().region(), block)) {
            return false;
        }
        if (block != NO_BLOCK
                && StaleMarker.isStale(value)
                && OpenBlockLayout.isHistogram(table.blocks().region(), block)) {
            boolean integer = OpenBlockLayout.encoding(table.blocks().region(), block) == ChunkEncoding.HISTOGRAM;
            return append(table, slot, start, time, STALE_HISTOGRAM, integer);
        }
        long record = table.record(slot);
        change(table, slot, record);
        try {
            if (block == NO_BLOCK) {
                startChunk(table, record, start, time, value);
            } else if (!appendPlain(table, record, block, start, time, value)
                    && (!goesOn(table, record, block, time) || !appendTo(table, record, start, time, value))) {
                seal(table, record);
                startChunk(table, record, start, time, value);
            }
            count(table, record, time);
        } finally {
            SeriesRecordLayout.endChange(table.records(), record);
        }
        return true;
    }

    /** Appends a histogram; returns false, and changes nothing, where it is not later than the series' newest sample. */
    boolean append(HeadTable table, int slot, long start, long time, FloatHistogram histogram, boolean integer) {
        long block = openBlock(table, slot);
        if (block != NO_BLOCK && time <= OpenBlockLayout.lastTime(table.blocks().region(), block)) {
            return false;
        }
        long record = table.record(slot);
        change(table, slot, record);
        try {
            appendTo(table, record, start, time, histogram, integer);
            count(table, record, time);
        } finally {
            SeriesRecordLayout.endChange(table.records(), record);
        }
        return true;
    }

    /** Returns the time of a series' newest sample in its open chunk, the smallest long where there is none. */
    static long lastTime(HeadTable table, int slot) {
        long block = openBlock(table, slot);
        return block == NO_BLOCK
                ? Long.MIN_VALUE
                : OpenBlockLayout.lastTime(table.blocks().region(), block);
    }

    /** Returns whether a series has an open chunk. */
    static boolean hasOpenChunk(HeadTable table, int slot) {
        return openBlock(table, slot) != NO_BLOCK;
    }

    private static long openBlock(HeadTable table, int slot) {
        return blockOf(table, table.record(slot));
    }

    private static long blockOf(HeadTable table, long record) {
        int open = table.records().getInt(record + SeriesRecordLayout.OPEN);
        return open == 0 ? NO_BLOCK : HeadTable.blockAddress(open);
    }

    /** Notes that a sample has been appended. */
    private void count(HeadTable table, long record, long time) {
        Region records = table.records();
        records.putInt(record + SeriesRecordLayout.TOTAL, records.getInt(record + SeriesRecordLayout.TOTAL) + 1);
        epochs.of(time).noteTime(time);
        table.noteTime(time);
    }

    /** Opens the record for a change and keeps the count that views older than this commit must see. */
    void change(HeadTable table, int slot, long record) {
        Region records = table.records();
        long last = records.getLong(record + SeriesRecordLayout.COMMIT);
        if (last != commit && views.length > 0 && views[0] < last) {
            table.earlierCounts().keep(slot, last, records.getInt(record + SeriesRecordLayout.EARLIER), views);
        }
        SeriesRecordLayout.beginChange(records, record);
        if (last != commit) {
            records.putLong(record + SeriesRecordLayout.COMMIT, commit);
            records.putInt(record + SeriesRecordLayout.EARLIER, records.getInt(record + SeriesRecordLayout.TOTAL));
        }
    }

    /**
     * Appends a float to an open chunk in the usual case: without start timestamps, same epoch, room in the block. Returns
     * false, and changes nothing, where it is another.
     */
    private boolean appendPlain(HeadTable table, long record, long block, long start, long time, double value) {
        Region blocks = table.blocks().region();
        int room = OpenBlockLayout.plainRoom(blocks, block);
        if (start != 0 || room == 0) {
            return false;
        }
        encoder.wrap(blocks, block + OpenBlockLayout.ENCODER, room);
        EpochChunks epoch = epochs.of(time);
        if (ChunkPhase.isFull(table.records(), record, encoder.count(), epoch.epoch())
                || epoch != epochs.of(encoder.lastTime())
                || !encoder.append(time, value)) {
            return false;
        }
        encoder.save();
        return true;
    }

    /** Whether a float sample may go into an open chunk: same epoch, same encoding, not full. */
    private boolean goesOn(HeadTable table, long record, long block, long time) {
        Region blocks = table.blocks().region();
        return OpenBlockLayout.encoding(blocks, block) == ChunkEncoding.XOR
                && isOfOpenEpoch(blocks, block, time)
                && !ChunkPhase.isFull(
                        table.records(), record, OpenBlockLayout.samples(blocks, block), epochs.number(time));
    }

    private boolean isOfOpenEpoch(Region blocks, long block, long time) {
        return epochs.of(time) == epochs.of(OpenBlockLayout.lastTime(blocks, block));
    }

    /** Appends a histogram to the open chunk, or seals that and begins another; there may be none. */
    private void appendTo(
            HeadTable table, long record, long start, long time, FloatHistogram histogram, boolean integer) {
        Region blocks = table.blocks().region();
        long block = blockOf(table, record);
        HistogramEncoder histograms = integer ? integerHistograms : floatHistograms;
        ChunkEncoding encoding = integer ? ChunkEncoding.HISTOGRAM : ChunkEncoding.FLOAT_HISTOGRAM;
        Start reason = Start.FIRST;
        if (block != NO_BLOCK && OpenBlockLayout.encoding(blocks, block) == encoding) {
            reason = Start.CUT;
            histograms.load(blocks, block + OpenBlockLayout.ENCODER);
            if (!isFull(histograms) && isOfOpenEpoch(blocks, block, time)) {
                starts.next(blocks, block, start, time);
                boolean appended = histograms.append(time, histogram);
                if (appended && fits(histograms)) {
                    store(table, record, block, histograms, encoding, OpenBlockLayout.first(blocks, block));
                    return;
                }
                if (appended) {
                    histograms.load(blocks, block + OpenBlockLayout.ENCODER);
                } else {
                    reason = Start.REFUSED;
                }
            }
        }
        if (block != NO_BLOCK) {
            seal(table, record);
        }
        starts.begin(start);
        histograms.begin(time, histogram, reason);
        store(table, record, NO_BLOCK, histograms, encoding, (int) Math.floorMod(time, epochs.length()));
    }

    private static boolean isFull(HistogramEncoder histograms) {
        return histograms.count() >= ChunkPhase.MOST_SAMPLES
                || histograms.length() >= FULL_LENGTH && histograms.count() >= FEWEST_HISTOGRAMS;
    }

    private boolean fits(HistogramEncoder histograms) {
        return wanted(histograms) <= BestFitAllocator.maxLength();
    }

    private int wanted(HistogramEncoder histograms) {
        return OpenBlockLayout.ENCODER + histograms.savedLength() + starts.length();
    }

    /** Writes a histogram chunk and its starts to its block, or to a longer one. */
    private void store(
            HeadTable table, long record, long block, HistogramEncoder histograms, ChunkEncoding encoding, int first) {
        BestFitAllocator allocator = table.blocks();
        Region blocks = allocator.region();
        int wanted = wanted(histograms);
        long place = block;
        if (block == NO_BLOCK || OpenBlockLayout.capacity(blocks, block) < wanted) {
            int capacity = BestFitAllocator.blockLength(grown(wanted));
            place = allocator.allocate(capacity);
            OpenBlockLayout.begin(blocks, place, encoding, capacity, first);
            table.records().putInt(record + SeriesRecordLayout.OPEN, HeadTable.packBlock(place));
        }
        starts.write(blocks, place);
        histograms.save(blocks, place + OpenBlockLayout.ENCODER);
        if (block != NO_BLOCK && place != block) {
            allocator.free(block, OpenBlockLayout.capacity(blocks, block));
        }
    }

    /** Appends a float to the open chunk of floats; false where it does not fit. */
    private boolean appendTo(HeadTable table, long record, long start, long time, double value) {
        Region blocks = table.blocks().region();
        long block = blockOf(table, record);
        if (starts.next(blocks, block, start, time)) {
            block = writeStarts(table, record, block);
        }
        return appendFitting(table, record, block, time, value);
    }

    /** Appends a float to an open chunk, in a larger block where it needs one. */
    private boolean appendFitting(HeadTable table, long record, long block, long time, double value) {
        Region blocks = table.blocks().region();
        long place = block;
        while (!encoder.wrap(blocks, place + OpenBlockLayout.ENCODER, OpenBlockLayout.room(blocks, place))
                .append(time, value)) {
            int capacity = OpenBlockLayout.capacity(blocks, place);
            if (capacity >= FULL_LENGTH) {
                return false;
            }
            place = moveToLargerBlock(table, record, place, Math.min(FULL_LENGTH, grown(capacity)));
        }
        encoder.save();
        return true;
    }

    /** Writes changed starts of an open chunk of floats; returns where its block is now. */
    private long writeStarts(HeadTable table, long record, long block) {
        Region blocks = table.blocks().region();
        int wanted = OpenBlockLayout.ENCODER
                + OpenChunkLayout.usedBytes(blocks, block + OpenBlockLayout.ENCODER)
                + starts.length();
        long place = wanted <= OpenBlockLayout.capacity(blocks, block)
                ? block
                : moveToLargerBlock(table, record, block, grown(wanted));
        starts.write(blocks, place);
        return place;
    }

    /** Returns the length of a block that is to follow one of a length, or to have room for more than that length. */
    static int grown(int length) {
        return Math.min(BestFitAllocator.maxLength(), length + Math.max(LEAST_GROWTH, length / GROWTH_DIVISOR));
    }

    /** Copies an open chunk to a block of at least a length and frees the one it was in; returns where it is. */
    static long moveToLargerBlock(HeadTable table, long record, long block, int wantedLength) {
        BestFitAllocator allocator = table.blocks();
        Region blocks = allocator.region();
        int capacity = OpenBlockLayout.capacity(blocks, block);
        int startsLength = OpenBlockLayout.startsLength(blocks, block);
        int wanted = BestFitAllocator.blockLength(wantedLength);
        long larger = allocator.allocate(wanted);
        blocks.copyTo(block, blocks, larger, capacity - startsLength);
        blocks.copyTo(block + capacity - startsLength, blocks, larger + wanted - startsLength, startsLength);
        blocks.putShort(larger + OpenBlockLayout.CAPACITY, (short) wanted);
        table.records().putInt(record + SeriesRecordLayout.OPEN, HeadTable.packBlock(larger));
        allocator.free(block, capacity);
        return larger;
    }

    private void startChunk(HeadTable table, long record, long start, long time, double value) {
        starts.begin(start);
        int capacity = BestFitAllocator.blockLength(FIRST_BLOCK + starts.length());
        Region blocks = table.blocks().region();
        long block = table.blocks().allocate(capacity);
        OpenBlockLayout.begin(blocks, block, ChunkEncoding.XOR, capacity, (int) Math.floorMod(time, epochs.length()));
        OpenChunkLayout.clear(blocks, block + OpenBlockLayout.ENCODER);
        starts.write(blocks, block);
        table.records().putInt(record + SeriesRecordLayout.OPEN, HeadTable.packBlock(block));
        appendFitting(table, record, block, time, value);
    }

    /** Seals the open chunk of a series outside of an append, so that the epoch's store has all of the epoch. */
    void seal(HeadTable table, int slot) {
        long record = table.record(slot);
        Region records = table.records();
        SeriesRecordLayout.beginChange(records, record);
        seal(table, record);
        SeriesRecordLayout.endChange(records, record);
    }

    /** Copies the open chunk to its epoch and frees its block; the record is open for a change. */
    private void seal(HeadTable table, long record) {
        Region records = table.records();
        Region blocks = table.blocks().region();
        long block = blockOf(table, record);
        long lastTime = OpenBlockLayout.lastTime(blocks, block);
        EpochChunks epoch = epochs.of(lastTime);
        SealedChunk chunk = new SealedChunk(
                records.getLong(record + SeriesRecordLayout.SEALED),
                epochs.start(epoch.epoch()) + OpenBlockLayout.first(blocks, block),
                lastTime,
                records.getInt(record + SeriesRecordLayout.TOTAL) - OpenBlockLayout.samples(blocks, block),
                OpenBlockLayout.encoding(blocks, block).code());
        int capacity = OpenBlockLayout.capacity(blocks, block);
        int startsLength = OpenBlockLayout.startsLength(blocks, block);
        long sealed = epoch.append(
                chunk,
                blocks,
                OpenBlockLayout.data(blocks, block),
                OpenBlockLayout.dataLength(blocks, block),
                block + capacity - startsLength,
                startsLength);
        records.putLong(record + SeriesRecordLayout.SEALED, sealed);
        records.putInt(record + SeriesRecordLayout.OPEN, 0);
        table.blocks().free(block, capacity);
    }
}
