package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.Tombstones;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.model.LabelMatcher;
import java.io.IOException;
import java.util.List;

/** Marks samples of a block as deleted: writes tombstones for each series that has chunks in the range. */
final class BlockDeletion {
    private BlockDeletion() {}

    /**
     * Deletes samples with {@code minTime <= t <= maxTime} of the matching series, durably, for whoever opens the block
     * next.
     *
     * @return whether there was anything to delete
     */
    static boolean run(Disk disk, BlockReader block, long minTime, long maxTime, List<LabelMatcher> matchers)
            throws IOException {
        Tombstones.Builder builder = new Tombstones.Builder(block.tombstones());
        SeriesEntry entry = new SeriesEntry(block.index());
        boolean any = false;
        for (int id : PostingsResolver.resolve(block.index(), matchers)) {
            entry.load(id);
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            while (entry.nextChunk()) {
                if (entry.minTime() <= maxTime && entry.maxTime() >= minTime) {
                    first = Math.min(first, entry.minTime());
                    last = Math.max(last, entry.maxTime());
                }
            }
            if (first <= last) {
                builder.add(id & 0xFFFF_FFFFL, Math.max(first, minTime), Math.min(last, maxTime));
                any = true;
            }
        }
        if (any) {
            Tombstones tombstones = builder.build();
            TombstonesFile.write(disk, block.directory(), tombstones);
            MetaFile.rewrite(
                    disk,
                    block.directory(),
                    block.meta().with(block.meta().stats().withTombstones(tombstones.count())));
        }
        return any;
    }
}
