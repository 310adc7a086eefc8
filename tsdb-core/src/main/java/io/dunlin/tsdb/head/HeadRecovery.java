package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.log.RecordHandler;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/**
 * A head that is being built from its checkpoint and its log: {@link #restore} it, give it the records behind in their
 * order, then {@link #start} it. One thread. Who does not come to start it closes it.
 */
public final class HeadRecovery implements RecordHandler, AutoCloseable {
    private final HeadParts parts;
    private final HeadReplay replay;
    private final RecordHandler records;
    private final CheckpointLoader loader;
    private boolean started;

    /**
     * Makes an empty head.
     *
     * @param files where sealed chunks are
     * @param published tells whether what was in a cut, by the name of its block, is in blocks: the log tells which block a
     *     cut was to become, and the crash may have come before that block had its name
     */
    public HeadRecovery(OffHeap offHeap, HeadOptions options, ChunkFiles files, Predicate<Ulid> published) {
        this.parts = HeadParts.of(offHeap, options, files);
        this.replay = new HeadReplay(parts, published);
        this.loader = new CheckpointLoader(parts, replay);
        this.records = new SensibleRecords(
                (sequence, region, address, length) -> replay.record(region, address, length, loader::finish));
        parts.series().begin(1, new long[0]);
    }

    /**
     * Reads the newest checkpoint that was not found damaged, and the head-chunk files; returns the last record that need
     * not be replayed. Labels may still be read when it returns: until a record needs them, or {@link #finishReading}.
     *
     * @throws DamagedCheckpointException when the checkpoint is damaged: this can only be closed then
     */
    public long restore(Checkpoints checkpoints) throws IOException {
        return checkpoints.read(parts.offHeap(), loader);
    }

    /**
     * Begins without a checkpoint, where one was found damaged after some of it was read.
     *
     * @param damaged what had been read of it: what it said of blocks holds, and the numbers of its tables are taken
     */
    public void begin(HeadRecovery damaged) {
        replay.begin(damaged.replay);
    }

    /**
     * Waits until all of the checkpoint has been read.
     *
     * @throws DamagedCheckpointException when it is damaged: this can only be closed then
     */
    public void finishReading() {
        loader.finish();
    }

    /**
     * Does what a record of the log says.
     *
     * @throws DamagedCheckpointException when the checkpoint is damaged: this can only be closed then
     */
    @Override
    public void record(long sequence, Region region, long address, int length) {
        records.record(sequence, region, address, length);
    }

    /** Returns how many samples had no series, because its record was lost. */
    public long orphans() {
        return replay.orphans();
    }

    /** Returns the first millisecond that no block has, the smallest long for none: older samples were left out. */
    public long boundary() {
        return replay.boundary();
    }

    /** Returns what is damaged in the files of sealed chunks. */
    public List<ChunkDamage> damages() {
        return loader.damages();
    }

    /** Returns the running head, which writes to a log from now on. Its owner closes it, and this no more. */
    public Head start(LogWriter log) {
        return start(new HeadLog(log));
    }

    /** Returns the running head. */
    Head start(CommitLog log) {
        loader.finish();
        replay.finish();
        started = true;
        return new Head(parts, log, replay.boundary());
    }

    @Override
    public void close() {
        if (started) {
            return;
        }
        try (parts) {
            loader.close();
        }
    }
}
