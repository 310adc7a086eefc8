package io.dunlin.compaction;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.head.HeadOptions;
import io.dunlin.tsdb.storage.Appender;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Makes one block of samples that are older than a head takes: a window of time with a head of its own. The samples of a
 * series come in time order; series may come in any order. One thread.
 */
public final class Backfill implements AutoCloseable {
    /** A head takes samples up to half an epoch old, so an epoch of two windows takes all of one in any order. */
    private static final int WINDOWS_PER_EPOCH = 2;

    private final Compactor.Workplace workplace;
    private final long start;
    private final long length;
    private final Head head;

    /**
     * Begins a window.
     *
     * @param start its first millisecond, a multiple of {@code length}
     * @param length the length of windows in milliseconds
     */
    public Backfill(Compactor.Workplace workplace, long start, long length) {
        if (length <= 0 || Math.floorMod(start, length) != 0) {
            throw new IllegalArgumentException("not a window: start=" + start + " length=" + length);
        }
        this.workplace = workplace;
        this.start = start;
        this.length = length;
        InstantSource behind = InstantSource.fixed(Instant.ofEpochMilli(start + length));
        HeadOptions options = HeadOptions.of(WINDOWS_PER_EPOCH * length).withClock(behind);
        this.head = Head.withoutLog(workplace.offHeap(), options);
    }

    /** Returns an appender for samples with {@code start <= t < start + length}; the caller closes it. */
    public Appender appender() {
        return head.appender();
    }

    /**
     * Writes the block; afterwards nothing more can be appended.
     *
     * @param parent the directory in which the block appears under its ULID
     * @return its meta, or nothing where there was no sample
     */
    public Optional<BlockMeta> write(Path parent) {
        int epoch = Math.toIntExact(Math.floorDiv(start, WINDOWS_PER_EPOCH * length));
        try (SeriesSource source = head.freeze(epoch)) {
            Compactor.Job job = Compactor.Job.cut(workplace, parent, start, start + length);
            return new BlockMerger().write(job, List.of(source));
        }
    }

    @Override
    public void close() {
        head.close();
    }
}
