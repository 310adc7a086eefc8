package io.dunlin.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.gpu.nvml.NativeNvml;
import io.dunlin.gpu.nvml.NvmlReading;
import io.dunlin.gpu.nvml.NvmlUnavailableException;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.StaleMarker;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JNA path for real, against a C library with NVML's functions. */
class GpuScrapeTest {
    private static final long MIB = 1 << 20;
    private static final int NOT_SUPPORTED = 3;
    private static final int GPU_IS_LOST = 15;

    private FakeNvmlLibrary library;
    private GpuScrape scrape;

    @BeforeEach
    void startWithTwoGpus() throws Exception {
        library = FakeNvmlLibrary.get();
        library.reset(2);
        for (int gpu = 0; gpu < 2; gpu++) {
            library.set(gpu, NvmlReading.TEMPERATURE, 61 + gpu);
            library.set(gpu, NvmlReading.UTILIZATION, 97 - gpu, 43);
            library.set(gpu, NvmlReading.MEMORY, 81_559 * MIB, 551 * MIB, 20_000 * MIB, 61_008 * MIB + 1);
            library.set(gpu, NvmlReading.SM_CLOCK, 1_980);
            library.set(gpu, NvmlReading.MEMORY_CLOCK, 2_619);
            library.set(gpu, NvmlReading.POWER, 687_123);
            library.set(gpu, NvmlReading.ENERGY, 5_000_000_000_123L);
        }
        GpuOptions options = new GpuOptions(
                Duration.ofSeconds(1), library.path(), "node-1", Labels.of("kubernetes_node", "pool-a"));
        scrape = new GpuScrape(NativeNvml.open(library.path()), options);
    }

    @AfterEach
    void shutDown() {
        if (scrape != null) {
            scrape.close();
            assertThat(library.initialised()).isZero();
        }
    }

    @Test
    void shouldGiveEveryRowOfTheTableForEveryGpu() {
        RecordingAppender appender = scrapeOnce(1_000);

        assertThat(appender.samples).hasSize(2 * GpuMetric.values().length);
        assertThat(appender.timestamp).isEqualTo(1_000);
        assertThat(appender.value("DCGM_FI_DEV_GPU_TEMP", 0)).isEqualTo(61);
        assertThat(appender.value("DCGM_FI_DEV_GPU_TEMP", 1)).isEqualTo(62);
        assertThat(appender.value("DCGM_FI_DEV_GPU_UTIL", 1)).isEqualTo(96);
        assertThat(appender.value("DCGM_FI_DEV_MEM_COPY_UTIL", 0)).isEqualTo(43);
        assertThat(appender.value("DCGM_FI_DEV_FB_USED", 0)).isEqualTo(61_008);
        assertThat(appender.value("DCGM_FI_DEV_FB_FREE", 0)).isEqualTo(20_000);
        assertThat(appender.value("DCGM_FI_DEV_FB_RESERVED", 0)).isEqualTo(551);
        assertThat(appender.value("DCGM_FI_DEV_SM_CLOCK", 0)).isEqualTo(1_980);
        assertThat(appender.value("DCGM_FI_DEV_MEM_CLOCK", 0)).isEqualTo(2_619);
        assertThat(appender.value("DCGM_FI_DEV_POWER_USAGE", 0)).isEqualTo(687.123);
        assertThat(appender.value("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", 0)).isEqualTo(5_000_000_000_123.0);
    }

    @Test
    void shouldLabelSeriesAsDcgmExporterDoes() {
        assertThat(scrapeOnce(1_000).samples)
                .containsKey(Labels.of(
                        "__name__", "DCGM_FI_DEV_GPU_TEMP",
                        "gpu", "1",
                        "UUID", "GPU-00000000-0000-0000-0000-000000000001",
                        "pci_bus_id", "00000000:10:00.0",
                        "device", "nvidia1",
                        "modelName", "NVIDIA H100 80GB HBM3",
                        "Hostname", "node-1",
                        "DCGM_FI_DRIVER_VERSION", "550.54.15",
                        "kubernetes_node", "pool-a"));
    }

    @Test
    void shouldGiveMetadataOnce() {
        assertThat(scrapeOnce(1_000).metadata).hasSize(GpuMetric.values().length);
        assertThat(scrapeOnce(2_000).metadata).isEmpty();
    }

    @Test
    void shouldStopAskingForWhatADeviceDoesNotSupport() {
        library.code(0, NvmlReading.ENERGY, NOT_SUPPORTED);

        RecordingAppender first = scrapeOnce(1_000);
        scrapeOnce(2_000);

        assertThat(first.samples).hasSize(2 * GpuMetric.values().length - 1);
        assertThat(library.calls(0, NvmlReading.ENERGY)).isEqualTo(1);
        assertThat(library.calls(1, NvmlReading.ENERGY)).isEqualTo(2);
    }

    @Test
    void shouldNotStoreUnknownValues() {
        library.set(0, NvmlReading.POWER, 0xFFFFFFFFL);

        assertThat(scrapeOnce(1_000).samples).hasSize(2 * GpuMetric.values().length - 1);
    }

    @Test
    void shouldEndTheSeriesOfALostGpuOnceAndGoOnWithTheOther() {
        scrapeOnce(1_000);
        library.code(0, NvmlReading.POWER, GPU_IS_LOST);

        RecordingAppender whenLost = scrapeOnce(2_000);
        RecordingAppender after = scrapeOnce(3_000);

        assertThat(scrape.lost()).isEqualTo(1);
        assertThat(StaleMarker.isStale(whenLost.value("DCGM_FI_DEV_GPU_TEMP", 0))).isTrue();
        assertThat(StaleMarker.isStale(whenLost.value("DCGM_FI_DEV_POWER_USAGE", 0))).isTrue();
        assertThat(whenLost.value("DCGM_FI_DEV_GPU_TEMP", 1)).isEqualTo(62);
        assertThat(after.samples).hasSize(GpuMetric.values().length);
    }

    @Test
    void shouldComeBackWithALostGpu() {
        library.code(0, NvmlReading.POWER, GPU_IS_LOST);
        scrapeOnce(1_000);
        library.code(0, NvmlReading.POWER, 0);

        assertThat(scrapeOnce(2_000).samples).hasSize(2 * GpuMetric.values().length);
        assertThat(scrape.lost()).isZero();
    }

    @Test
    void shouldNameTheLibraryThatIsMissing() {
        assertThatThrownBy(() -> NativeNvml.open("libno-such-nvml.so"))
                .isInstanceOf(NvmlUnavailableException.class)
                .hasMessageContaining("library=libno-such-nvml.so")
                .satisfies(e -> assertThat(((NvmlUnavailableException) e).mayComeLater()).isFalse());
    }

    @Test
    void shouldSayThatADriverMayComeLater() {
        library.initCode(9);

        assertThatThrownBy(() -> NativeNvml.open(library.path()))
                .hasMessageContaining("code=9")
                .satisfies(e -> assertThat(((NvmlUnavailableException) e).mayComeLater()).isTrue());
    }

    private RecordingAppender scrapeOnce(long timestamp) {
        RecordingAppender appender = new RecordingAppender();
        scrape.into(appender, timestamp);
        return appender;
    }
}
