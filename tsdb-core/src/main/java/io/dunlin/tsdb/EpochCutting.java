package io.dunlin.tsdb;

import io.dunlin.tsdb.block.BlockDirectory;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.storage.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns finished epochs of the head into blocks, one after another: freeze, write, show the block, let the epoch go, and
 * let go of the log that told of it. A reader finds an epoch in the head until it finds it in the block.
 */
final class EpochCutting {
    private static final Logger LOG = LoggerFactory.getLogger(EpochCutting.class);

    private final Head head;
    private final BlockDirectory blocks;
    private final Compactor compactor;
    private final Compactor.Workplace workplace;
    private final long epochLength;

    EpochCutting(
            Head head, BlockDirectory blocks, Compactor compactor, Compactor.Workplace workplace, long epochLength) {
        this.head = head;
        this.blocks = blocks;
        this.compactor = compactor;
        this.workplace = workplace;
        this.epochLength = epochLength;
    }

    /**
     * Cuts all epochs that are due.
     *
     * @return how many were cut
     * @throws StorageException when a block could not be written; the epoch stays in the head
     */
    int cutAll() {
        int cut = 0;
        OptionalInt due = head.dueEpoch();
        while (due.isPresent()) {
            cut(due.getAsInt());
            cut++;
            due = head.dueEpoch();
        }
        return cut;
    }

    private void cut(int epoch) {
        long start = head.epochStart(epoch);
        Optional<BlockMeta> block;
        try (SeriesSource source = head.freeze(epoch)) {
            Compactor.Job job = Compactor.Job.cut(workplace, blocks.directory(), start, start + epochLength);
            block = compactor.write(job, List.of(source));
        }
        block.ifPresent(blocks::add);
        head.release(epoch);
        block.ifPresent(meta -> LOG.info(
                "Cut the head into a block: block={} minTime={} maxTime={} series={} samples={}",
                meta.ulid(),
                meta.minTime(),
                meta.maxTime(),
                meta.stats().series(),
                meta.stats().samples()));
    }
}
