package io.dunlin.server.metrics;

import io.dunlin.gpu.GpuStatus;
import java.util.function.Supplier;

/** How the scraping of GPUs goes; on a machine without GPUs the one metric that there are none. */
public final class GpuMetrics implements MetricSource {
    private final Supplier<GpuStatus> status;

    /** Makes the source. */
    public GpuMetrics(Supplier<GpuStatus> status) {
        this.status = status;
    }

    @Override
    public void write(MetricWriter out) {
        GpuStatus now = status.get();
        out.gauge("dunlin_gpu_devices", "GPUs that are present.").sample(now.devices());
        if (now.equals(GpuStatus.NONE)) {
            return;
        }
        out.gauge("dunlin_gpu_lost", "GPUs that have fallen off the bus or need a reset.")
                .sample(now.lost());
        out.counter("dunlin_gpu_scrapes_total", "Scrapes that were stored.").sample(now.scrapes());
        out.counter("dunlin_gpu_scrape_failures_total", "Scrapes that could not be stored.")
                .sample(now.failures());
        out.counter("dunlin_gpu_rejected_samples_total", "Samples that the storage refused.")
                .sample(now.rejected());
        out.counter("dunlin_gpu_hangs_total", "Driver calls that did not return in time.")
                .sample(now.hangs());
    }
}
