package io.dunlin.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.gpu.nvml.NativeNvml;
import io.dunlin.gpu.nvml.NvmlReading;
import io.dunlin.gpu.nvml.NvmlUnavailableException;
import io.dunlin.gpu.pod.PodWatcher;
import io.dunlin.gpu.pod.ProcessOwners;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.StaleMarker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JNA path for real, against a C library with NVML's functions. */
class GpuScrapeLoopTest {
    private static final long MIB = 1 << 20;
    private static final int NOT_SUPPORTED = 3;
    private static final int GPU_IS_LOST = 15;
    private static final int UNINITIALIZED = 1;
    private static final int DRIVER_NOT_LOADED = 9;
    private static final Set<GpuMetric> ALL =
            GpuRows.standardAnd(List.of("all")).metrics();

    private FakeNvmlLibrary library;
    private GpuScrapeLoop scrape;
    private RecordingStorage storage;

    @BeforeEach
    void startWithTwoGpus() throws Exception {
        library = FakeNvmlLibrary.get();
        library.reset(2);
        for (int gpu = 0; gpu < 2; gpu++) {
            script(gpu);
        }
        scrape = open(ALL);
    }

    private GpuScrapeLoop open(Set<GpuMetric> metrics) {
        Labels labels = Labels.of("kubernetes_node", "pool-a");
        storage = new RecordingStorage();
        return new GpuScrapeLoop(storage, options(library.path(), labels, metrics));
    }

    private static GpuOptions options(String path, Labels labels, Set<GpuMetric> metrics) {
        GpuRows rows = new GpuRows(metrics, Set.of());
        return new GpuOptions(
                Duration.ofSeconds(1), path, "node-1", labels, rows, true, Path.of("no-such-kubelet.sock"));
    }

    private void script(int gpu) {
        library.set(gpu, NvmlReading.TEMPERATURE, 61 + gpu);
        library.set(gpu, NvmlReading.UTILIZATION, 97 - gpu, 43);
        library.set(gpu, NvmlReading.MEMORY, 81_559 * MIB, 551 * MIB, 20_000 * MIB, 61_008 * MIB + 1);
        library.set(gpu, NvmlReading.SM_CLOCK, 1_980);
        library.set(gpu, NvmlReading.MEMORY_CLOCK, 2_619);
        library.set(gpu, NvmlReading.POWER, 687_123);
        library.set(gpu, NvmlReading.ENERGY, 5_000_000_000_123L);
        library.set(gpu, NvmlReading.ENCODER, 11);
        library.set(gpu, NvmlReading.DECODER, 12);
        library.set(gpu, NvmlReading.PCIE_REPLAY, 4_000_000_000L);
        library.set(gpu, NvmlReading.REMAPPED_ROWS, 1, 2, 0, 1);
        library.set(gpu, NvmlReading.ECC_ERRORS, 21, 22, 23, 24);
        library.set(gpu, NvmlReading.RETIRED_PAGES, 31, 0, 1);
        library.set(gpu, NvmlReading.CLOCKS_EVENT_REASONS, 0x44);
        library.set(gpu, NvmlReading.VIOLATIONS, 41, 42, 43, 44, 45, 46);
        library.set(gpu, NvmlReading.FIELD_VALUES, 71, 1_000, 2_000, 51, 52, 53, 54);
        library.set(gpu, NvmlReading.NVLINK_LINKS, LongStream.range(100, 136).toArray());
        library.set(gpu, NvmlReading.GPM, 81, 82, 83, 84, 85, 86, 87, 88, 91, 92, 93, 94);
        library.set(gpu, NvmlReading.PCIE_THROUGHPUT, 7, 8);
        library.set(gpu, NvmlReading.VGPU_LICENSE, 1);
    }

    @AfterEach
    void shutDown() {
        if (scrape != null) {
            scrape.close();
            assertThat(library.initialised()).isZero();
            assertThat(library.resources()).isZero();
        }
    }

    @Test
    void shouldGiveEveryRowOfTheTableWithItsUnit() {
        scrapeOnce(1_000);
        RecordingAppender appender = scrapeOnce(2_000);

        assertThat(appender.timestamp).isEqualTo(2_000);
        assertThat(appender.samples).hasSize(2 * GpuMetric.values().length);
        for (String row : EXPECTED.lines().toList()) {
            String[] nameAndValue = row.split(" ");
            assertThat(appender.value("DCGM_FI_" + nameAndValue[0], 0))
                    .as(nameAndValue[0])
                    .isEqualTo(Double.parseDouble(nameAndValue[1]));
        }
        assertThat(EXPECTED.lines()).hasSize(GpuMetric.values().length);
    }

    private static final String EXPECTED = """
            DEV_SM_CLOCK 1980
            DEV_MEM_CLOCK 2619
            DEV_MEMORY_TEMP 71
            DEV_GPU_TEMP 61
            DEV_POWER_USAGE 687.123
            DEV_TOTAL_ENERGY_CONSUMPTION 5000000000123
            DEV_PCIE_REPLAY_COUNTER 4000000000
            DEV_GPU_UTIL 97
            DEV_MEM_COPY_UTIL 43
            DEV_ENC_UTIL 11
            DEV_DEC_UTIL 12
            DEV_XID_ERRORS 0
            DEV_POWER_VIOLATION 41
            DEV_THERMAL_VIOLATION 42
            DEV_SYNC_BOOST_VIOLATION 43
            DEV_BOARD_LIMIT_VIOLATION 44
            DEV_LOW_UTIL_VIOLATION 45
            DEV_RELIABILITY_VIOLATION 46
            DEV_CLOCKS_EVENT_REASONS 68
            DEV_FB_FREE 20000
            DEV_FB_USED 61008
            DEV_FB_RESERVED 551
            DEV_ECC_SBE_VOL_TOTAL 21
            DEV_ECC_DBE_VOL_TOTAL 22
            DEV_ECC_SBE_AGG_TOTAL 23
            DEV_ECC_DBE_AGG_TOTAL 24
            DEV_RETIRED_SBE 31
            DEV_RETIRED_DBE 0
            DEV_RETIRED_PENDING 1
            DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL 51
            DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL 52
            DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL 53
            DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL 54
            DEV_NVLINK_BANDWIDTH_TOTAL 3000
            DEV_NVLINK_BANDWIDTH_L0 201
            DEV_NVLINK_BANDWIDTH_L1 205
            DEV_NVLINK_BANDWIDTH_L2 209
            DEV_NVLINK_BANDWIDTH_L3 213
            DEV_NVLINK_BANDWIDTH_L4 217
            DEV_NVLINK_BANDWIDTH_L5 221
            DEV_NVLINK_BANDWIDTH_L6 225
            DEV_NVLINK_BANDWIDTH_L7 229
            DEV_NVLINK_BANDWIDTH_L8 233
            DEV_NVLINK_BANDWIDTH_L9 237
            DEV_NVLINK_BANDWIDTH_L10 241
            DEV_NVLINK_BANDWIDTH_L11 245
            DEV_NVLINK_BANDWIDTH_L12 249
            DEV_NVLINK_BANDWIDTH_L13 253
            DEV_NVLINK_BANDWIDTH_L14 257
            DEV_NVLINK_BANDWIDTH_L15 261
            DEV_NVLINK_BANDWIDTH_L16 265
            DEV_NVLINK_BANDWIDTH_L17 269
            DEV_VGPU_LICENSE_STATUS 1
            DEV_UNCORRECTABLE_REMAPPED_ROWS 2
            DEV_CORRECTABLE_REMAPPED_ROWS 1
            DEV_ROW_REMAP_FAILURE 1
            PROF_GR_ENGINE_ACTIVE 0.81
            PROF_SM_ACTIVE 0.82
            PROF_SM_OCCUPANCY 0.83
            PROF_PIPE_TENSOR_ACTIVE 0.84
            PROF_DRAM_ACTIVE 0.85
            PROF_PIPE_FP64_ACTIVE 0.86
            PROF_PIPE_FP32_ACTIVE 0.87
            PROF_PIPE_FP16_ACTIVE 0.88
            PROF_PCIE_TX_BYTES 95420416
            PROF_PCIE_RX_BYTES 96468992
            PROF_NVLINK_TX_BYTES 97517568
            PROF_NVLINK_RX_BYTES 98566144
            """;

    @Test
    void shouldTellGpusApart() {
        RecordingAppender appender = scrapeOnce(1_000);

        assertThat(appender.value("DCGM_FI_DEV_GPU_TEMP", 1)).isEqualTo(62);
        assertThat(appender.value("DCGM_FI_DEV_GPU_UTIL", 1)).isEqualTo(96);
    }

    @Test
    void shouldReadTheDefaultRowsOnlyUnlessAskedForMore() {
        scrape.close();
        scrape = open(GpuRows.standard().metrics());
        scrapeOnce(1_000);

        assertThat(scrapeOnce(2_000).samples).hasSize(2 * 25);
        assertThat(library.calls(0, NvmlReading.VIOLATIONS)).isZero();
    }

    @Test
    void shouldExposeTheLastScrapeAsText() {
        scrapeOnce(1_000);
        library.set(0, NvmlReading.TEMPERATURE, 70);
        scrapeOnce(2_000);

        assertThat(scrape.expose())
                .contains("# HELP DCGM_FI_DEV_GPU_TEMP GPU temperature (in C).\n# TYPE DCGM_FI_DEV_GPU_TEMP gauge\n"
                        + "DCGM_FI_DEV_GPU_TEMP{DCGM_FI_DRIVER_VERSION=\"550.54.15\",Hostname=\"node-1\","
                        + "UUID=\"GPU-00000000-0000-0000-0000-000000000000\",device=\"nvidia0\",gpu=\"0\","
                        + "kubernetes_node=\"pool-a\",modelName=\"NVIDIA H100 80GB HBM3\","
                        + "pci_bus_id=\"00000000:0F:00.0\"} 70.0\n");
    }

    @Test
    void shouldNameUnknownMetrics() {
        assertThatThrownBy(() -> GpuRows.standardAnd(List.of("DCGM_FI_DEV_GPU_TEMP", "DCGM_FI_DEV_TEMP")))
                .hasMessage("no such GPU metric: metrics=DCGM_FI_DEV_TEMP");
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
                        "kubernetes_node", "pool-a",
                        "job", "dunlin-gpu",
                        "instance", "node-1"));
    }

    @Test
    void shouldGiveMetadataOnce() {
        assertThat(scrapeOnce(1_000).metadata).hasSize(GpuMetric.values().length);
        assertThat(scrapeOnce(2_000).metadata).isEmpty();
    }

    @Test
    void shouldGiveGpmFromTheSecondScrapeOn() {
        assertThat(scrapeOnce(1_000).has("DCGM_FI_PROF_SM_ACTIVE", 0)).isFalse();
        assertThat(scrapeOnce(2_000).value("DCGM_FI_PROF_SM_ACTIVE", 0)).isEqualTo(0.82);
    }

    @Test
    void shouldReadPcieThroughputWhereThereIsNoGpm() {
        scrape.close();
        library.gpm(0, false);
        scrape = open(ALL);
        scrapeOnce(1_000);
        RecordingAppender appender = scrapeOnce(2_000);

        assertThat(appender.value("DCGM_FI_PROF_PCIE_TX_BYTES", 0)).isEqualTo(7 * 1024);
        assertThat(appender.value("DCGM_FI_PROF_PCIE_RX_BYTES", 0)).isEqualTo(8 * 1024);
        assertThat(appender.value("DCGM_FI_PROF_PCIE_TX_BYTES", 1)).isEqualTo(91 * MIB);
        assertThat(library.calls(1, NvmlReading.PCIE_THROUGHPUT)).isZero();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void shouldGiveTheLastXid() {
        library.xid(1, 79);
        long timestamp = 1_000;
        while (scrapeOnce(timestamp).value("DCGM_FI_DEV_XID_ERRORS", 1) == 0) {
            timestamp += 1_000;
        }

        RecordingAppender appender = scrapeOnce(timestamp + 1_000);
        assertThat(appender.value("DCGM_FI_DEV_XID_ERRORS", 1)).isEqualTo(79);
        assertThat(appender.value("DCGM_FI_DEV_XID_ERRORS", 0)).isZero();
    }

    @Test
    void shouldStopAskingForWhatADeviceDoesNotSupport() {
        library.code(0, NvmlReading.ENERGY, NOT_SUPPORTED);

        RecordingAppender first = scrapeOnce(1_000);
        scrapeOnce(2_000);

        assertThat(first.has("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", 0)).isFalse();
        assertThat(library.calls(0, NvmlReading.ENERGY)).isEqualTo(1);
        assertThat(library.calls(1, NvmlReading.ENERGY)).isEqualTo(2);
    }

    @Test
    void shouldLeaveOutSingleFieldsThatADeviceDoesNotSupport() {
        library.fieldCode(0, 1, NOT_SUPPORTED);
        library.fieldCode(0, 3, NOT_SUPPORTED);

        for (int scrapes = 1; scrapes <= 3; scrapes++) {
            RecordingAppender appender = scrapeOnce(scrapes * 1_000L);
            assertThat(appender.has("DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL", 0)).isFalse();
            assertThat(appender.has("DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL", 0))
                    .isFalse();
            assertThat(appender.value("DCGM_FI_DEV_MEMORY_TEMP", 0)).isEqualTo(71);
            assertThat(appender.value("DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL", 0))
                    .isEqualTo(54);
        }
    }

    @Test
    void shouldNotStoreUnknownValues() {
        library.set(0, NvmlReading.POWER, 0xFFFFFFFFL);

        RecordingAppender appender = scrapeOnce(1_000);

        assertThat(appender.has("DCGM_FI_DEV_POWER_USAGE", 0)).isFalse();
        assertThat(appender.has("DCGM_FI_DEV_POWER_USAGE", 1)).isTrue();
    }

    @Test
    void shouldNotStoreUnknownFieldValues() {
        library.set(0, NvmlReading.FIELD_VALUES, 0xFFFFFFFFL, -1, 2_000, 51, 52, 53, 54);

        RecordingAppender appender = scrapeOnce(1_000);

        assertThat(appender.has("DCGM_FI_DEV_MEMORY_TEMP", 0)).isFalse();
        assertThat(appender.has("DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL", 0)).isFalse();
        assertThat(appender.value("DCGM_FI_DEV_MEMORY_TEMP", 1)).isEqualTo(71);
    }

    @Test
    void shouldEndTheSeriesOfALostGpuOnceAndGoOnWithTheOther() {
        scrapeOnce(1_000);
        library.code(0, NvmlReading.POWER, GPU_IS_LOST);

        RecordingAppender whenLost = scrapeOnce(2_000);
        RecordingAppender after = scrapeOnce(3_000);

        assertThat(scrape.status().lost()).isEqualTo(1);
        assertThat(StaleMarker.isStale(whenLost.value("DCGM_FI_DEV_GPU_TEMP", 0)))
                .isTrue();
        assertThat(StaleMarker.isStale(whenLost.value("DCGM_FI_DEV_POWER_USAGE", 0)))
                .isTrue();
        assertThat(whenLost.value("DCGM_FI_DEV_GPU_TEMP", 1)).isEqualTo(62);
        assertThat(after.has("DCGM_FI_DEV_GPU_TEMP", 0)).isFalse();
        assertThat(after.value("DCGM_FI_DEV_GPU_TEMP", 1)).isEqualTo(62);
    }

    @Test
    void shouldComeBackWithALostGpu() {
        library.code(0, NvmlReading.POWER, GPU_IS_LOST);
        scrapeOnce(1_000);
        library.code(0, NvmlReading.POWER, 0);

        assertThat(scrapeOnce(2_000).value("DCGM_FI_DEV_GPU_TEMP", 0)).isEqualTo(61);
        assertThat(scrape.status().lost()).isZero();
    }

    @Test
    void shouldNameTheLibraryThatIsMissing() {
        assertThatThrownBy(() -> NativeNvml.open("libno-such-nvml.so"))
                .isInstanceOf(NvmlUnavailableException.class)
                .hasMessageContaining("library=libno-such-nvml.so")
                .satisfies(e -> assertThat(((NvmlUnavailableException) e).mayComeLater())
                        .isFalse());
    }

    @Test
    void shouldSayThatADriverMayComeLater() {
        library.initCode(DRIVER_NOT_LOADED);

        assertThatThrownBy(() -> NativeNvml.open(library.path()))
                .hasMessageContaining("code=9")
                .satisfies(e -> assertThat(((NvmlUnavailableException) e).mayComeLater())
                        .isTrue());
    }

    @Test
    void shouldEndAllSeriesWhileADriverCallHangsAndGoOnWhenItReturns() {
        scrapeOnce(1_000);
        library.hang(true);

        RecordingAppender whenHung = scrapeOnce(2_000);
        assertThat(StaleMarker.isStale(whenHung.value("DCGM_FI_DEV_GPU_TEMP", 0)))
                .isTrue();
        assertThat(StaleMarker.isStale(whenHung.value("DCGM_FI_DEV_POWER_USAGE", 1)))
                .isTrue();
        assertThat(scrape.status().hangs()).isEqualTo(1);

        int calls = library.calls(0, NvmlReading.POWER);
        scrape.scrape(3_000);
        assertThat(library.calls(0, NvmlReading.POWER)).isEqualTo(calls);

        library.hang(false);
        long timestamp = 4_000;
        scrape.scrape(timestamp);
        while (storage.last().timestamp != timestamp) {
            timestamp += 1_000;
            scrape.scrape(timestamp);
        }
        assertThat(storage.last().value("DCGM_FI_DEV_GPU_TEMP", 0)).isEqualTo(61);
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void shouldGoOnWhenAnOpeningThatHungReturns() {
        scrape.close();
        library.initHang(true);
        storage = new RecordingStorage();
        scrape = new GpuScrapeLoop(
                storage,
                options(library.path(), Labels.empty(), ALL),
                new PodWatcher(Path.of("no-such-kubelet.sock"), 10_000),
                new ProcessOwners(),
                50);
        scrape.scrape(1_000);
        assertThat(scrape.status().hangs()).isEqualTo(1);
        scrape.scrape(2_000);
        assertThat(scrape.status().devices()).isZero();

        library.initHang(false);
        long timestamp = 3_000;
        while (scrape.status().scrapes() == 0) {
            scrape.scrape(timestamp);
            timestamp += 1_000;
        }
        assertThat(storage.last().value("DCGM_FI_DEV_GPU_TEMP", 1)).isEqualTo(62);
    }

    @Test
    void shouldOpenNvmlAnewWhenAGpuIsPluggedIn() {
        scrapeOnce(1_000);
        library.plug(3);
        script(2);

        RecordingAppender last = null;
        for (int i = 2; i < 40; i++) {
            last = scrapeOnce(i * 1_000L);
        }

        assertThat(last.value("DCGM_FI_DEV_GPU_TEMP", 2)).isEqualTo(63);
        assertThat(library.initialised()).isEqualTo(1);
    }

    @Test
    void shouldEndAllSeriesWhenTheDriverGoesAwayAndComeBackWithIt() {
        scrapeOnce(1_000);
        library.code(0, NvmlReading.TEMPERATURE, UNINITIALIZED);
        library.initCode(DRIVER_NOT_LOADED);

        RecordingAppender whenGone = scrapeOnce(2_000);
        assertThat(StaleMarker.isStale(whenGone.value("DCGM_FI_DEV_GPU_TEMP", 0)))
                .isTrue();
        assertThat(StaleMarker.isStale(whenGone.value("DCGM_FI_DEV_GPU_TEMP", 1)))
                .isTrue();
        scrape.scrape(4_000);
        assertThat(scrape.status().devices()).isZero();

        library.code(0, NvmlReading.TEMPERATURE, 0);
        library.initCode(0);
        assertThat(scrapeOnce(60_000).value("DCGM_FI_DEV_GPU_TEMP", 0)).isEqualTo(61);
    }

    @Test
    void shouldGiveUpWithoutALibrary() {
        scrape.close();
        scrape = new GpuScrapeLoop(storage, options("libno-such-nvml.so", Labels.empty(), ALL));
        scrape.scrape(1_000);

        assertThat(scrape.isHopeless()).isTrue();
    }

    private RecordingAppender scrapeOnce(long timestamp) {
        scrape.scrape(timestamp);
        assertThat(storage.last().timestamp).isEqualTo(timestamp);
        return storage.last();
    }
}
