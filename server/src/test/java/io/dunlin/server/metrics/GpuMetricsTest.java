package io.dunlin.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.gpu.GpuStatus;
import org.junit.jupiter.api.Test;

class GpuMetricsTest {
    private static String page(GpuStatus status) {
        MetricWriter out = new MetricWriter();
        new GpuMetrics(() -> status).write(out);
        return out.toString();
    }

    @Test
    void shouldHaveOneMetricWithoutGpus() {
        assertThat(page(GpuStatus.NONE).lines())
                .containsExactly(
                        "# HELP dunlin_gpu_devices GPUs that are present.",
                        "# TYPE dunlin_gpu_devices gauge",
                        "dunlin_gpu_devices 0");
    }

    @Test
    void shouldTellLostGpusAndHangs() {
        assertThat(page(new GpuStatus(8, 1, 100, 2, 3, 4)).lines())
                .contains(
                        "dunlin_gpu_devices 8",
                        "dunlin_gpu_lost 1",
                        "dunlin_gpu_scrapes_total 100",
                        "dunlin_gpu_scrape_failures_total 2",
                        "dunlin_gpu_rejected_samples_total 3",
                        "dunlin_gpu_hangs_total 4");
    }
}
