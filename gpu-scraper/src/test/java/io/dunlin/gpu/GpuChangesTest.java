package io.dunlin.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.gpu.nvml.NvmlReading;
import io.dunlin.gpu.pod.PodWatcher;
import io.dunlin.gpu.pod.ProcessOwners;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.StaleMarker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GPUs and drivers that come, go and fail in part: what ends, what goes on, and what is told of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GpuChangesTest {
    private static final String GPU_0 = "GPU-00000000-0000-0000-0000-000000000000";
    private static final long MINUTE = 60_000;

    @TempDir
    private Path directory;

    private FakeNvmlLibrary library;
    private final RecordingStorage storage = new RecordingStorage();
    private GpuScrapeLoop loop;

    @BeforeEach
    void startWithTwoGpus() throws Exception {
        library = FakeNvmlLibrary.get();
        library.reset(2);
        for (int gpu = 0; gpu < 3; gpu++) {
            library.set(gpu, NvmlReading.TEMPERATURE, 61 + gpu);
        }
    }

    @AfterEach
    void shutDown() {
        library.shutdownHang(false);
        if (loop != null) {
            loop.close();
        }
    }

    private void open(Path kubelet) {
        GpuOptions options = new GpuOptions(
                Duration.ofSeconds(1), library.path(), "node-1", Labels.empty(), GpuRows.standard(), true, kubelet);
        ProcessOwners owners = new ProcessOwners(directory.resolve("proc"), directory.resolve("logs"));
        loop = new GpuScrapeLoop(storage, options, new PodWatcher(kubelet, 20), owners, 5_000);
    }

    private void open() {
        open(directory.resolve("no-kubelet.sock"));
    }

    private RecordingAppender scrapeOnce(long timestamp) {
        loop.scrape(timestamp);
        assertThat(storage.last().timestamp).isEqualTo(timestamp);
        return storage.last();
    }

    @Test
    void shouldNotTouchTheSeriesOfOtherDevicesWhenOneChangesHands() throws Exception {
        Path socket = directory.resolve("kubelet.sock");
        try (FakeKubelet kubelet = new FakeKubelet(socket)) {
            open(socket);
            long timestamp = 1_000;
            scrapeOnce(timestamp);
            kubelet.answer(FakeKubelet.pod("vllm-0", "ml", "main", "nvidia.com/gpu", GPU_0));

            RecordingAppender appender;
            do {
                timestamp += 1_000;
                appender = scrapeOnce(timestamp);
            } while (!appender.byLabel("DCGM_FI_DEV_GPU_TEMP", 0, "pod").containsKey("vllm-0"));

            assertThat(appender.byLabel("DCGM_FI_DEV_GPU_TEMP", 0, "pod"))
                    .containsEntry("vllm-0", 61.0)
                    .hasEntrySatisfying(
                            "", ended -> assertThat(StaleMarker.isStale(ended)).isTrue());
            assertThat(appender.value("DCGM_FI_DEV_GPU_TEMP", 1)).isEqualTo(62);
            assertThat(loop.status().rejected()).isZero();
        }
    }

    @Test
    void shouldEndTheSeriesOfAGpuThatIsTakenOut() {
        library.process(1, 77, 1 << 20, -1, 5);
        library.process(0, 78, 1 << 20, -1, 5);
        open();
        scrapeOnce(1_000);
        library.plug(1);
        RecordingAppender appender = scrapeOnce(MINUTE);
        library.noProcesses(1);
        while (appender.value("DCGM_FI_DEV_GPU_TEMP", 1) == 62) {
            appender = scrapeOnce(appender.timestamp + 10_000);
        }

        assertThat(StaleMarker.isStale(appender.value("DCGM_FI_DEV_GPU_TEMP", 1)))
                .isTrue();
        assertThat(StaleMarker.isStale(appender.value("dunlin_gpu_process_memory_used_bytes", 1)))
                .isTrue();
        assertThat(appender.value("DCGM_FI_DEV_GPU_TEMP", 0)).isEqualTo(61);
        assertThat(appender.value("dunlin_gpu_process_memory_used_bytes", 0)).isEqualTo(1 << 20);
        assertThat(loop.status().devices()).isEqualTo(1);
        assertThat(loop.status().rejected()).isZero();
    }

    @Test
    void shouldEndWhatAReopenedSessionNoLongerGives() {
        library.set(0, NvmlReading.POWER, 300_000);
        open();
        scrapeOnce(1_000);
        library.plug(3);
        RecordingAppender appender = scrapeOnce(MINUTE);
        library.code(0, NvmlReading.POWER, 3);
        while (!appender.has("DCGM_FI_DEV_GPU_TEMP", 2)) {
            appender = scrapeOnce(appender.timestamp + 10_000);
        }

        assertThat(StaleMarker.isStale(appender.value("DCGM_FI_DEV_POWER_USAGE", 0)))
                .isTrue();
        assertThat(appender.value("DCGM_FI_DEV_GPU_TEMP", 0)).isEqualTo(61);
    }

    @Test
    void shouldStoreNothingWithoutAGpuAndFindOneThatComes() {
        library.reset(0);
        open();
        loop.scrape(1_000);

        assertThat(loop.status()).isEqualTo(GpuStatus.NONE);
        assertThat(loop.isHopeless()).isFalse();
        assertThat(loop.expose()).isEmpty();
        assertThat(library.initialised()).isZero();

        library.plug(1);
        assertThat(scrapeOnce(MINUTE).value("DCGM_FI_DEV_GPU_TEMP", 0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 9, 10, 18, 999})
    void shouldTryAgainWhateverInitialisationAnswers(int code) {
        library.initCode(code);
        open();
        loop.scrape(1_000);
        assertThat(loop.isHopeless()).isFalse();
        assertThat(loop.status()).isEqualTo(GpuStatus.NONE);

        library.initCode(0);
        assertThat(scrapeOnce(MINUTE).value("DCGM_FI_DEV_GPU_TEMP", 0)).isEqualTo(61);
    }

    @Test
    void shouldCountGpusAndNotTheirInstances() {
        library.mig(0, 3);
        open();
        scrapeOnce(1_000);

        assertThat(loop.status().devices()).isEqualTo(2);
        library.code(0, NvmlReading.TEMPERATURE, 15);
        scrapeOnce(2_000);
        assertThat(loop.status().lost()).isEqualTo(1);
    }

    @Test
    void shouldCountAGpuWithoutAHandleAsLostAndTakeItUpWhenItComesBack() {
        library.absent(0);
        open();
        scrapeOnce(1_000);
        assertThat(loop.status().devices()).isEqualTo(2);
        assertThat(loop.status().lost()).isEqualTo(1);

        library.absent(-1);
        RecordingAppender appender = scrapeOnce(2 * MINUTE);
        while (!appender.has("DCGM_FI_DEV_GPU_TEMP", 0)) {
            appender = scrapeOnce(appender.timestamp + 10_000);
        }
        assertThat(appender.value("DCGM_FI_DEV_GPU_TEMP", 0)).isEqualTo(61);
        assertThat(loop.status().lost()).isZero();
    }

    @Test
    void shouldCloseWhileTheDriverDoesNotShutDown() {
        open();
        scrapeOnce(1_000);
        library.shutdownHang(true);

        loop.close();
        loop = null;
        assertThat(library.initialised()).isEqualTo(1);
    }

    @Test
    void shouldGoOnWhenADriverThatWentAwayShutsDownLate() {
        open();
        scrapeOnce(1_000);
        library.shutdownHang(true);
        library.code(0, NvmlReading.TEMPERATURE, 1);
        loop.scrape(2_000);
        assertThat(loop.status().hangs()).isEqualTo(1);

        library.shutdownHang(false);
        library.code(0, NvmlReading.TEMPERATURE, 0);
        long timestamp = MINUTE;
        while (storage.last().timestamp < MINUTE) {
            timestamp += 1_000;
            loop.scrape(timestamp);
        }
        assertThat(storage.last().value("DCGM_FI_DEV_GPU_TEMP", 0)).isEqualTo(61);
    }

    @Test
    void shouldReadCountersOfSixtyFourBitsAndNoneWhoseBitsAreAllSet() {
        library.set(0, NvmlReading.ENERGY, 0xF000_0000_0000_0000L);
        library.set(1, NvmlReading.ENERGY, -1);
        library.set(0, NvmlReading.FIELD_VALUES, 0, 1L << 62, 3L << 62, 0, 0, 0, 0);
        open();
        RecordingAppender appender = scrapeOnce(1_000);

        assertThat(appender.value("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", 0)).isEqualTo(0x1.Ep63);
        assertThat(appender.has("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", 1)).isFalse();
        assertThat(appender.value("DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL", 0)).isEqualTo(0x1p64);
    }

    @Test
    void shouldStartACounterAnewWhenItWraps() {
        library.set(0, NvmlReading.PCIE_REPLAY, 0xFFFF_FFFEL);
        open();
        List<Double> seen = List.of(
                scrapeOnce(1_000).value("DCGM_FI_DEV_PCIE_REPLAY_COUNTER", 0),
                afterWrap(2_000).value("DCGM_FI_DEV_PCIE_REPLAY_COUNTER", 0));

        assertThat(seen).containsExactly(4_294_967_294.0, 3.0);
    }

    private RecordingAppender afterWrap(long timestamp) {
        library.set(0, NvmlReading.PCIE_REPLAY, 3);
        return scrapeOnce(timestamp);
    }
}
