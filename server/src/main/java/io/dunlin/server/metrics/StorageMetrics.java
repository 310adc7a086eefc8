package io.dunlin.server.metrics;

import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.head.HeadLimits;
import io.dunlin.tsdb.head.HeadStats;
import io.dunlin.tsdb.log.LogStats;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.util.Locale;

/** What the database holds. */
public final class StorageMetrics implements MetricSource {
    private static final double MILLIS = 1e3;

    private final Tsdb tsdb;
    private final HeadLimits limits;

    /** Makes the source for a database that was opened with these limits. */
    public StorageMetrics(Tsdb tsdb, HeadLimits limits) {
        this.tsdb = tsdb;
        this.limits = limits;
    }

    @Override
    public void write(MetricWriter out) {
        try (View view = tsdb.view()) {
            // Thanos's sidecar reads this one under Prometheus's name.
            out.gauge("prometheus_tsdb_lowest_timestamp_seconds", "Time of the oldest sample, in seconds.")
                    .sample(view.minTime() == Long.MAX_VALUE ? 0 : view.minTime() / MILLIS);
            out.gauge("dunlin_tsdb_highest_timestamp_seconds", "Time of the newest sample, in seconds.")
                    .sample(view.maxTime() == Long.MIN_VALUE ? 0 : view.maxTime() / MILLIS);
        }
        writeBlocks(out);
        writeHead(out, tsdb.headStats());
        out.gauge("dunlin_head_damaged", "How often damaged files of the head went to damaged/ and are there still.")
                .sample(damagedHeads());
        writeLimits(out);
        writeLog(out, tsdb.logStats());
        out.gauge("dunlin_memory_off_heap_bytes", "Memory outside of the Java heap by use, in bytes.");
        for (MemoryTag tag : MemoryTag.values()) {
            out.sample(tsdb.memory().bytes(tag), "use", tag.name().toLowerCase(Locale.ROOT));
        }
        out.gauge("dunlin_memory_off_heap_limit_bytes", "The most memory outside of the Java heap, in bytes.")
                .sample(tsdb.memory().limit());
    }

    private void writeBlocks(MetricWriter out) {
        long count = 0;
        long bytes = 0;
        try (BlockSet set = tsdb.blocks().catalog().acquire()) {
            for (Block block : set.blocks()) {
                count++;
                bytes += block.sizeBytes();
            }
        }
        // Prometheus's own names, which its dashboards and alerts ask for.
        out.gauge("prometheus_tsdb_blocks_loaded", "Blocks that are served.").sample(count);
        out.gauge("prometheus_tsdb_storage_blocks_bytes", "Bytes of the blocks that are served.")
                .sample(bytes);
        out.gauge("dunlin_blocks_damaged", "Blocks that were set aside and are not served.")
                .sample(tsdb.blocks().damaged().size());
        out.counter("dunlin_blocks_vanished_total", "Blocks that another program took away.")
                .sample(tsdb.blocks().vanished());
    }

    /** Not a number where the disk does not tell: the other figures are wanted then more than ever. */
    private double damagedHeads() {
        try {
            return tsdb.damagedHeads();
        } catch (StorageException e) {
            return Double.NaN;
        }
    }

    private static void writeHead(MetricWriter out, HeadStats head) {
        // Prometheus's own name, which its dashboards and alerts ask for.
        out.counter(
                        "prometheus_tsdb_head_out_of_order_samples_appended_total",
                        "Samples that were not later than their series' newest and were accepted in the window.")
                .sample(head.outOfOrderFloats(), "type", "float")
                .sample(head.outOfOrderHistograms(), "type", "histogram");
        out.counter(
                        "dunlin_head_samples_left_out_total",
                        "Samples of accepted requests that a request of the same moment had made out of date.")
                .sample(head.leftOut());
    }

    private void writeLimits(MetricWriter out) {
        out.gauge("dunlin_head_limit", "Limits on series of the head, 0 for none.")
                .sample((long) limits.series(), "of", "series")
                .sample((long) limits.metricSeries(), "of", "series_per_metric")
                .sample((long) limits.labels(), "of", "labels")
                .sample((long) limits.nameLength(), "of", "label_name_length")
                .sample((long) limits.valueLength(), "of", "label_value_length");
    }

    private static void writeLog(MetricWriter out, LogStats log) {
        out.gauge("dunlin_log_segments", "Segments of the log that hold records.")
                .sample(log.segments());
        out.gauge("dunlin_log_bytes", "Bytes that the log takes or may grow to.")
                .sample(log.bytes());
        out.counter("dunlin_log_syncs_total", "Syncs of the log that succeeded.")
                .sample(log.syncs());
        out.counter("dunlin_log_failed_syncs_total", "Syncs of the log that failed.")
                .sample(log.failedSyncs());
    }
}
