package io.dunlin.server.metrics;

import io.dunlin.compaction.CompactionListener;
import io.dunlin.compaction.CompactionPlan;
import io.dunlin.compaction.Retention;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.Ulid;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts what compaction does. Thread-safe. */
public final class CompactionMetrics implements CompactionListener, MetricSource {
    private static final double NANOS = 1e9;

    private final LongAdder merges = new LongAdder();
    private final LongAdder mergeNanos = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Map<Retention.Reason, LongAdder> retired = new EnumMap<>(Retention.Reason.class);
    private volatile int tooLarge;

    /** Makes the source. */
    public CompactionMetrics() {
        for (Retention.Reason reason : Retention.Reason.values()) {
            retired.put(reason, new LongAdder());
        }
    }

    @Override
    public void merged(CompactionPlan.Group group, Optional<BlockMeta> result, long nanos) {
        merges.increment();
        mergeNanos.add(nanos);
    }

    @Override
    public void failed(CompactionPlan.Group group, RuntimeException cause) {
        failures.increment();
    }

    @Override
    public void tooLarge(int groups) {
        tooLarge = groups;
    }

    @Override
    public void retired(Ulid block, Retention.Reason reason) {
        retired.get(reason).increment();
    }

    @Override
    public void write(MetricWriter out) {
        out.counter("dunlin_compactions_total", "Groups of blocks that became one.")
                .sample(merges.sum());
        out.counter("dunlin_compaction_seconds_total", "Time spent merging blocks, in seconds.")
                .sample(mergeNanos.sum() / NANOS);
        out.counter("dunlin_compactions_failed_total", "Merges that failed and left the blocks as they were.")
                .sample(failures.sum());
        out.gauge("dunlin_compaction_groups_too_large", "Groups of blocks that one index cannot hold.")
                .sample(tooLarge);
        out.counter("dunlin_retired_blocks_total", "Blocks that the retention deleted, by rule.");
        retired.forEach(
                (reason, count) -> out.sample(count.sum(), "rule", reason.name().toLowerCase(Locale.ROOT)));
    }
}
