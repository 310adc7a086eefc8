package io.dunlin.tsdb;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockDirectory;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.head.Leaving;
import io.dunlin.tsdb.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes out of the head what need not be in memory. An idle cohort becomes a run; a finished epoch, with its runs and what
 * came out of order, becomes a block; what comes for it after that becomes another. The order is always the same: write,
 * show, then let go, so that a reader finds every sample all the time. One thread.
 */
final class HeadShrinking {
    private static final Logger LOG = LoggerFactory.getLogger(HeadShrinking.class);

    private final Head head;
    private final BlockDirectory runs;
    private final BlockDirectory blocks;
    private final Compactor compactor;
    private final Compactor.Workplace workplace;
    private final ReentrantLock moving;

    /**
     * Makes it.
     *
     * @param moving held while samples are on their way out of the head, so that a deletion misses none
     */
    HeadShrinking(
            Head head,
            BlockDirectory runs,
            BlockDirectory blocks,
            Compactor compactor,
            Compactor.Workplace workplace,
            ReentrantLock moving) {
        this.moving = moving;
        this.head = head;
        this.runs = runs;
        this.blocks = blocks;
        this.compactor = compactor;
        this.workplace = workplace;
    }

    /**
     * Writes all idle cohorts and all finished epochs.
     *
     * @return whether an epoch left the head
     * @throws StorageException when a file could not be written; what it was for stays in the head
     */
    boolean run() {
        boolean any = false;
        try {
            while (spillNext()) {
                any = true;
            }
            boolean cut = cutAll();
            any |= cut;
            return cut;
        } finally {
            head.shrunk(any);
        }
    }

    private boolean spillNext() {
        moving.lock();
        try {
            Optional<Leaving> next = head.leave();
            if (next.isEmpty()) {
                return false;
            }
            try (Leaving cohort = next.get()) {
                spill(cohort);
            }
            return true;
        } finally {
            moving.unlock();
        }
    }

    private void spill(Leaving cohort) {
        LOG.debug("Writing an idle cohort to a run: minTime={} maxTime={}", cohort.minTime(), cohort.maxTime());
        Compactor.Job job = Compactor.Job.run(workplace, runs.directory(), cohort.minTime(), cohort.maxTime() + 1);
        Optional<BlockMeta> run = compactor.write(job, List.of(cohort.source()));
        run.ifPresent(runs::add);
        head.left(cohort);
        run.ifPresent(meta -> LOG.debug(
                "Wrote an idle cohort to a run: run={} series={} samples={}",
                meta.ulid(),
                meta.stats().series(),
                meta.stats().samples()));
        LOG.debug("The idle cohort has left the head");
    }

    private boolean cutAll() {
        boolean cut = false;
        OptionalInt due = head.dueEpoch();
        while (due.isPresent()) {
            moving.lock();
            try {
                cut(due.getAsInt());
            } finally {
                moving.unlock();
            }
            cut = true;
            due = head.dueEpoch();
        }
        if (cut) {
            writeAllOutOfOrder();
        }
        return cut;
    }

    /** Writes what came out of order for epochs whose blocks are published, as blocks that overlap those. */
    private void writeAllOutOfOrder() {
        for (int epoch : head.dueOutOfOrder()) {
            moving.lock();
            try {
                writeOutOfOrder(epoch);
            } finally {
                moving.unlock();
            }
        }
    }

    private void writeOutOfOrder(int epoch) {
        long start = head.epochStart(epoch);
        long end = head.epochStart(epoch + 1);
        List<SeriesSource> sources = head.freezeOutOfOrder(epoch);
        Optional<BlockMeta> block;
        try {
            block = compactor.write(Compactor.Job.outOfOrder(workplace, blocks.directory(), start, end), sources);
        } finally {
            sources.forEach(SeriesSource::close);
        }
        block.ifPresent(blocks::add);
        head.releaseOutOfOrder(epoch);
        block.ifPresent(meta -> report("Wrote out-of-order samples into a block", meta));
    }

    private static void report(String what, BlockMeta meta) {
        LOG.info(
                "{}: block={} minTime={} maxTime={} series={} samples={}",
                what,
                meta.ulid(),
                meta.minTime(),
                meta.maxTime(),
                meta.stats().series(),
                meta.stats().samples());
    }

    private void cut(int epoch) {
        long start = head.epochStart(epoch);
        long end = head.epochStart(epoch + 1);
        LOG.debug("Cutting an epoch off the head: minTime={} maxTime={}", start, end);
        Optional<BlockMeta> block;
        try (BlockSet all = runs.catalog().acquire()) {
            List<SeriesSource> sources = new ArrayList<>();
            try {
                for (Block run : all.between(start, end - 1)) {
                    sources.add(run.source());
                }
                sources.add(head.freeze(epoch));
                sources.addAll(head.freezeOutOfOrder(epoch));
                block = compactor.write(Compactor.Job.cut(workplace, blocks.staging(), start, end), sources);
            } finally {
                sources.forEach(SeriesSource::close);
            }
        }
        block.ifPresent(meta -> show(epoch, meta));
        head.release(epoch);
        head.releaseOutOfOrder(epoch);
        deleteBefore(runs, end);
        block.ifPresent(meta -> report("Cut the head into a block", meta));
        LOG.debug("The epoch has left the head");
    }

    /** The log first: it tells a restart which block has the epoch, whatever else lies in the directory. */
    private void show(int epoch, BlockMeta meta) {
        try {
            head.cutInto(epoch, meta.ulid());
            blocks.publish(meta);
        } catch (StorageException e) {
            blocks.dropStaged(meta);
            throw e;
        }
    }

    /** Deletes the runs that end at or before a time. */
    static void deleteBefore(BlockDirectory runs, long end) {
        try (BlockSet all = runs.catalog().acquire()) {
            List<Block> old = all.blocks().stream()
                    .filter(block -> block.meta().maxTime() <= end)
                    .toList();
            runs.replace(Optional.empty(), old);
        }
    }
}
