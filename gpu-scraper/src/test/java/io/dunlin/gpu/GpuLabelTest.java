package io.dunlin.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.gpu.nvml.DeviceFact;
import io.dunlin.tsdb.model.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of the list that are labels, read through JNA from a C library with NVML's functions. */
class GpuLabelTest {
    private static final int NOT_SUPPORTED = 3;
    private static final List<String> NAMES =
            Arrays.stream(GpuLabel.values()).map(GpuLabel::labelName).toList();

    private FakeNvmlLibrary library;
    private GpuScrapeLoop loop;
    private RecordingStorage storage;

    @BeforeEach
    void startWithTwoGpus() throws Exception {
        library = FakeNvmlLibrary.get();
        library.reset(2);
        storage = new RecordingStorage();
    }

    @AfterEach
    void shutDown() {
        if (loop != null) {
            loop.close();
            assertThat(library.initialised()).isZero();
        }
    }

    private RecordingAppender scrape(List<String> names) {
        loop = new GpuScrapeLoop(
                storage,
                new GpuOptions(
                        Duration.ofSeconds(1),
                        library.path(),
                        "node-1",
                        Labels.empty(),
                        GpuRows.standardAnd(names),
                        true,
                        Path.of("no-such-kubelet.sock")));
        loop.scrape(1_000);
        assertThat(storage.last().samples).isNotEmpty();
        return storage.last();
    }

    /** Returns the labels of the table that a series has. */
    private static Map<String, String> rows(Labels series) {
        Map<String, String> rows = new TreeMap<>();
        NAMES.stream().filter(name -> !series.get(name).isEmpty()).forEach(name -> rows.put(name, series.get(name)));
        return rows;
    }

    private static Map<String, String> gpu(int index) {
        return new TreeMap<>(Map.of(
                "DCGM_FI_NVML_VERSION", "12.550.54.15",
                "DCGM_FI_DEV_BRAND", "Tesla",
                "DCGM_FI_DEV_SERIAL", "165012300070" + index,
                "DCGM_FI_DEV_OEM_INFOROM_VER", "2.1",
                "DCGM_FI_DEV_ECC_INFOROM_VER", "7.16",
                "DCGM_FI_DEV_POWER_INFOROM_VER", "1.0",
                "DCGM_FI_DEV_INFOROM_IMAGE_VER", "G520.0200.00.05",
                "DCGM_FI_DEV_VBIOS_VERSION", "96.00.61.00.01"));
    }

    @Test
    void shouldPutEveryRowThatIsSwitchedOnOnEverySeriesOfItsDevice() {
        RecordingAppender appender = scrape(NAMES);

        assertThat(appender.samples.keySet())
                .allSatisfy(series -> assertThat(rows(series)).isEqualTo(gpu(Integer.parseInt(series.get("gpu")))));
        assertThat(appender.samples.keySet())
                .extracting(series -> series.get("gpu"))
                .contains("0", "1");
        assertThat(loop.expose()).contains("DCGM_FI_DEV_SERIAL=\"1650123000701\"");
    }

    @Test
    void shouldAskTheDriverOnceASession() {
        scrape(NAMES);
        int calls = library.factCalls(1);
        loop.scrape(2_000);

        assertThat(calls).isEqualTo(NAMES.size() - 1);
        assertThat(library.factCalls(1)).isEqualTo(calls);
    }

    @Test
    void shouldHaveOnlyTheRowsNamed() {
        assertThat(scrape(List.of("DCGM_FI_DEV_SERIAL")).samples.keySet())
                .allSatisfy(series -> assertThat(rows(series).keySet()).containsExactly("DCGM_FI_DEV_SERIAL"));
    }

    @Test
    void shouldHaveNoRowByDefaultNorByAll() {
        assertThat(scrape(List.of("all")).samples.keySet())
                .allSatisfy(series -> assertThat(rows(series)).isEmpty());
        assertThat(library.factCalls(0) + library.factCalls(1)).isZero();
        assertThat(GpuRows.standard().labels()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatADeviceDoesNotGive() {
        for (DeviceFact fact : DeviceFact.values()) {
            library.factCode(1, fact, NOT_SUPPORTED);
        }
        RecordingAppender appender = scrape(NAMES);

        assertThat(appender.samples.keySet())
                .allSatisfy(series -> assertThat(rows(series))
                        .isEqualTo(
                                series.get("gpu").equals("0")
                                        ? gpu(0)
                                        : Map.of("DCGM_FI_NVML_VERSION", "12.550.54.15")));
    }

    @Test
    void shouldNameTheBrandAndCallANewOneUnknown() {
        library.brand(0, 14);
        library.brand(1, 99);
        RecordingAppender appender = scrape(List.of("DCGM_FI_DEV_BRAND"));

        assertThat(appender.byLabel("DCGM_FI_DEV_GPU_TEMP", 0, "DCGM_FI_DEV_BRAND"))
                .containsOnlyKeys("NVIDIA");
        assertThat(appender.byLabel("DCGM_FI_DEV_GPU_TEMP", 1, "DCGM_FI_DEV_BRAND"))
                .containsOnlyKeys("Unknown");
    }

    @Test
    void shouldGiveAnInstanceTheRowsOfItsGpu() {
        library.mig(0, 2);
        RecordingAppender appender = scrape(NAMES);

        assertThat(appender.samples.keySet())
                .filteredOn(series -> !series.get("GPU_I_ID").isEmpty())
                .isNotEmpty()
                .allSatisfy(series -> assertThat(rows(series)).isEqualTo(gpu(0)));
    }

    @Test
    void shouldNameWhatIsNeitherAMetricNorALabel() {
        assertThatThrownBy(() -> GpuRows.standardAnd(List.of("DCGM_FI_DEV_SERIAL", "DCGM_FI_DEV_SERIALS")))
                .hasMessage("no such GPU metric: metrics=DCGM_FI_DEV_SERIALS");
    }
}
