package io.dunlin.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dunlin.gpu.nvml.CCompiler;
import io.dunlin.gpu.nvml.NvmlReading;
import io.dunlin.tsdb.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every row of every GPU of this machine, compared with what nvidia-smi says: {@code
 * -Ddunlin.nvml.library=libnvidia-ml.so.1 -Ddunlin.nvidia-smi=nvidia-smi}. Without these it runs against the test library and
 * an imitation of the program. Writes {@code target/gpu-driver-report.md}: values, rows that a GPU does not give, and what a
 * scrape costs.
 */
class RealDriverTest {
    private static final String LIBRARY = System.getProperty("dunlin.nvml.library", "");
    private static final String PROGRAM = System.getProperty("dunlin.nvidia-smi", "");
    private static final Path REPORT = Path.of("target", "gpu-driver-report.md");
    private static final int SCRAPES = 300;
    private static final long MIB = 1 << 20;

    /** For what changes within milliseconds: shown side by side, not compared. */
    private static final double MOVING = Double.POSITIVE_INFINITY;

    /** What is asked of nvidia-smi beside the index, the metric that says the same, and how far they may be apart. */
    private record Pair(String query, String metric, double apart) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair("temperature.gpu", "DCGM_FI_DEV_GPU_TEMP", 5),
            new Pair("utilization.gpu", "DCGM_FI_DEV_GPU_UTIL", MOVING),
            new Pair("utilization.memory", "DCGM_FI_DEV_MEM_COPY_UTIL", MOVING),
            new Pair("memory.free", "DCGM_FI_DEV_FB_FREE", 1_024),
            new Pair("memory.used", "DCGM_FI_DEV_FB_USED", 1_024),
            new Pair("memory.reserved", "DCGM_FI_DEV_FB_RESERVED", 64),
            new Pair("clocks.sm", "DCGM_FI_DEV_SM_CLOCK", MOVING),
            new Pair("clocks.mem", "DCGM_FI_DEV_MEM_CLOCK", MOVING),
            new Pair("power.draw", "DCGM_FI_DEV_POWER_USAGE", 100));

    @TempDir
    private Path directory;

    private final Map<Integer, Map<String, String>> told = new TreeMap<>();
    private final StringBuilder report = new StringBuilder();

    @Test
    void shouldGiveEveryRowOrSayThatTheGpuDoesNot() throws Exception {
        String library = LIBRARY.isEmpty() ? scripted() : LIBRARY;
        RecordingStorage storage = new RecordingStorage();
        try (GpuScrapeLoop loop = new GpuScrapeLoop(storage, options(library))) {
            loop.scrape(1);
            int gpus = loop.status().devices();
            assertThat(gpus).as("GPUs of %s", library).isPositive();
            long before = System.nanoTime();
            for (int i = 2; i <= SCRAPES; i++) {
                loop.scrape(i);
            }
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - before) / (SCRAPES - 1);
            askNvidiaSmi(PROGRAM.isEmpty() ? imitation().toString() : PROGRAM);
            assertThat(told).hasSize(gpus);
            report.append("GPUs: ")
                    .append(gpus)
                    .append(", µs a scrape of all rows: ")
                    .append(micros)
                    .append("\n\n");
            for (int gpu = 0; gpu < gpus; gpu++) {
                check(storage.last(), gpu);
            }
        }
        Files.writeString(REPORT, report);
    }

    private static GpuOptions options(String library) {
        return new GpuOptions(
                Duration.ofSeconds(1),
                library,
                "node-1",
                Labels.empty(),
                GpuRows.standardAnd(List.of("all")),
                true,
                Path.of("no-such-kubelet.sock"));
    }

    private void check(RecordingAppender scrape, int gpu) {
        Labels labels = scrape.samples.keySet().stream()
                .filter(l -> l.get("gpu").equals(Integer.toString(gpu)) && l.has("pci_bus_id"))
                .findFirst()
                .orElseThrow();
        assertThat(labels.get("UUID")).isEqualTo(told.get(gpu).get("uuid"));
        assertThat(labels.get("modelName")).isEqualTo(told.get(gpu).get("name"));
        assertThat(labels.get("pci_bus_id")).isEqualToIgnoringCase(told.get(gpu).get("pci.bus_id"));
        assertThat(labels.get("DCGM_FI_DRIVER_VERSION")).isEqualTo(told.get(gpu).get("driver_version"));
        report.append("| GPU ")
                .append(gpu)
                .append(' ')
                .append(labels.get("modelName"))
                .append(" | value | nvidia-smi |\n");
        report.append("|---|---|---|\n");
        for (GpuMetric metric : GpuMetric.values()) {
            boolean has = scrape.has(metric.metricName(), gpu);
            String value = has ? Double.toString(scrape.value(metric.metricName(), gpu)) : "not given by this GPU";
            report.append(
                    String.format(Locale.ROOT, "| %s | %s | %s |%n", metric.metricName(), value, smi(gpu, metric)));
            if (has) {
                assertThat(scrape.value(metric.metricName(), gpu))
                        .as("%s of GPU %d", metric.metricName(), gpu)
                        .isBetween(0.0, metric.help().contains("in %") ? 100.0 : Double.MAX_VALUE);
            }
        }
        for (Pair pair : PAIRS) {
            String other = told.get(gpu).get(pair.query);
            if (pair.apart != MOVING && scrape.has(pair.metric, gpu) && !other.startsWith("[")) {
                assertThat(scrape.value(pair.metric, gpu))
                        .as("%s of GPU %d", pair.metric, gpu)
                        .isCloseTo(Double.parseDouble(other), within(pair.apart));
            }
        }
    }

    private String smi(int gpu, GpuMetric metric) {
        return PAIRS.stream()
                .filter(pair -> pair.metric.equals(metric.metricName()))
                .map(pair -> told.get(gpu).get(pair.query))
                .findFirst()
                .orElse("");
    }

    /** Unsupported values are words in brackets. */
    private void askNvidiaSmi(String program) throws IOException, InterruptedException {
        String[] columns = columns();
        String answer = CCompiler.run(
                List.of(program, "--query-gpu=" + String.join(",", columns), "--format=csv,noheader,nounits"));
        for (String line : answer.lines().toList()) {
            String[] values = line.split(", ");
            assertThat(values).as(line).hasSameSizeAs(columns);
            Map<String, String> row = new TreeMap<>();
            for (int i = 0; i < columns.length; i++) {
                row.put(columns[i], values[i].strip());
            }
            told.put(Integer.parseInt(row.get("index")), row);
        }
    }

    private static String[] columns() {
        return ("index,uuid,name,pci.bus_id,driver_version,"
                        + String.join(",", PAIRS.stream().map(Pair::query).toList()))
                .split(",");
    }

    private static String scripted() throws Exception {
        FakeNvmlLibrary library = FakeNvmlLibrary.get();
        library.reset(2);
        for (int gpu = 0; gpu < 2; gpu++) {
            library.set(gpu, NvmlReading.TEMPERATURE, 41 + gpu);
            library.set(gpu, NvmlReading.UTILIZATION, 97, 43);
            library.set(gpu, NvmlReading.MEMORY, 81_559 * MIB, 551 * MIB, 20_000 * MIB, 61_008 * MIB);
            library.set(gpu, NvmlReading.SM_CLOCK, 1_980);
            library.set(gpu, NvmlReading.MEMORY_CLOCK, 2_619);
            library.set(gpu, NvmlReading.POWER, 687_120);
        }
        library.code(1, NvmlReading.ENERGY, 3);
        return library.path();
    }

    /** A program that answers as nvidia-smi does about the scripted GPUs. */
    private Path imitation() throws IOException {
        Path program = directory.resolve("nvidia-smi");
        String values = "97, 43, 20000, 61008, 551, 1980, 2619, 687.12\n";
        String name = "NVIDIA H100 80GB HBM3, 00000000:";
        Files.writeString(
                program,
                "#!/bin/sh\ncat <<'END'\n0, GPU-00000000-0000-0000-0000-000000000000, " + name
                        + "0F:00.0, 550.54.15, 41, " + values + "1, GPU-00000000-0000-0000-0000-000000000001, " + name
                        + "10:00.0, 550.54.15, 42, " + values + "END\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}
