package io.dunlin.server;

import io.dunlin.http.endpoint.DatabaseStatus;
import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.model.HeadStatistics;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Room;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The storage before it is open: the parts that stand on it are made first, so that the port answers while the data are
 * being recovered. Thread-safe; does not own the storage behind it.
 */
final class LateStorage implements Storage, DatabaseStatus {
    private volatile Tsdb opened;
    private volatile ReplayStatus replay = new ReplayStatus(0, 0, 0);

    /** Puts the opened database behind. */
    void open(Tsdb tsdb) {
        opened = tsdb;
    }

    /** Returns what is known of one metric family, or of all for the empty string, entries of a family in a row. */
    List<MetricMetadata> metadata(String family) {
        return opened().metadata().stream()
                .filter(entry -> family.isEmpty() || entry.family().equals(family))
                .sorted(Comparator.comparing(MetricMetadata::family))
                .toList();
    }

    /** Returns how many damages were met since the start, 0 before the database is open. */
    long corruptions() {
        Tsdb tsdb = opened;
        return tsdb == null ? 0 : tsdb.corruptions();
    }

    @Override
    public HeadStatistics headStatistics(int limit) {
        return opened().headStatistics(limit);
    }

    /** Notes how far the replay of the log has come. */
    void replaying(long first, long last, long current) {
        replay = new ReplayStatus(first, last, current);
    }

    @Override
    public ReplayStatus replay() {
        return replay;
    }

    @Override
    public List<BlockInfo> blocks() {
        try (BlockSet set = opened().blocks().catalog().acquire()) {
            return set.blocks().stream().map(block -> info(block.meta())).toList();
        }
    }

    /** Returns the names of the blocks that are there. */
    Set<Ulid> ulids() {
        try (BlockSet set = opened().blocks().catalog().acquire()) {
            return set.blocks().stream().map(block -> block.meta().ulid()).collect(Collectors.toSet());
        }
    }

    private static BlockInfo info(BlockMeta meta) {
        BlockMeta.Stats stats = meta.stats();
        BlockCounts counts = new BlockCounts(
                stats.samples(),
                stats.floatSamples(),
                stats.histogramSamples(),
                stats.series(),
                stats.chunks(),
                stats.tombstones());
        return new BlockInfo(meta.ulid().toString(), meta.minTime(), meta.maxTime(), counts, origin(meta.compaction()));
    }

    private static BlockOrigin origin(BlockMeta.Compaction compaction) {
        return new BlockOrigin(
                compaction.level(),
                compaction.sources().stream().map(Ulid::toString).toList(),
                compaction.deletable(),
                compaction.parents().stream()
                        .map(parent -> new BlockRange(parent.ulid().toString(), parent.minTime(), parent.maxTime()))
                        .toList(),
                compaction.failed(),
                compaction.hints());
    }

    private Tsdb opened() {
        Tsdb storage = opened;
        if (storage == null) {
            throw new StorageException("the database is not open");
        }
        return storage;
    }

    @Override
    public Appender appender() {
        return opened().appender();
    }

    @Override
    public View view() {
        return opened().view();
    }

    @Override
    public Room awaitRoom(Duration longest) throws InterruptedException {
        return opened().awaitRoom(longest);
    }

    @Override
    public void close() {
        opened = null;
    }
}
