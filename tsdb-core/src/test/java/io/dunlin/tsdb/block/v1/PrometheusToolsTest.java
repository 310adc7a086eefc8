package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus's own programs read our blocks and we read theirs. Skipped where the programs are not installed. */
@ExtendWith(NoMemoryLeak.class)
class PrometheusToolsTest {
    private static final Ulid ULID = Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAV");
    private static final long START = 1_600_000_000_000L;
    private static final long HOUR = 3_600_000;

    @TempDir
    private Path directory;

    @Test
    void promtoolReadsOurBlocks() throws Exception {
        String promtool = program("promtool");
        MemorySource source = hostSeries();
        TestBlocks.write(directory, source, ULID, START, START + 2 * HOUR);
        assertThat(directory.resolve(ULID.toString()).resolve("starts")).isRegularFile();
        Files.createDirectory(directory.resolve("wal"));
        assertThat(run(promtool, "tsdb", "list", directory.toString())).contains(ULID.toString());
        assertThat(run(promtool, "tsdb", "analyze", directory.toString(), ULID.toString()))
                .contains("Block ID: " + ULID)
                .contains(source.samples().size() + " host_load");
        TreeMap<String, String> dumped = new TreeMap<>();
        for (String line : run(promtool, "tsdb", "dump", directory.toString()).split("\n")) {
            int labelsEnd = line.lastIndexOf('}') + 1;
            String[] valueAndTime = line.substring(labelsEnd + 1).split(" ");
            dumped.merge(
                    line.substring(0, labelsEnd),
                    sample(Long.parseLong(valueAndTime[1]), Double.parseDouble(valueAndTime[0])),
                    String::concat);
        }
        assertThat(dumped).isEqualTo(printed(source));
    }

    @Test
    void prometheusServesACopyOfOurBlocks() throws Exception {
        String prometheus = program("prometheus");
        MemorySource source = hostSeries();
        TestBlocks.write(directory, source, ULID, START, START + 2 * HOUR);
        Path config = Files.writeString(directory.resolve("prometheus.yml"), "global: {}\n");
        int port = freePort();
        Process server = new ProcessBuilder(
                        prometheus,
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory,
                        "--storage.tsdb.retention.time=100y",
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        try {
            String query = "sum(count_over_time({__name__=~\".+\"}[2h]))";
            String url = "http://127.0.0.1:" + port + "/api/v1/query?time=" + (START + 2 * HOUR) / 1000 + "&query="
                    + URLEncoder.encode(query, StandardCharsets.UTF_8);
            long samples = source.samples().values().stream()
                    .mapToLong(SampleBuffer::size)
                    .sum();
            assertThat(get(server, url)).contains("\"" + samples + "\"");
            assertThat(directory.resolve(ULID.toString())).isDirectory();
        } finally {
            server.destroy();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void readsBlocksThatPromtoolWrote() throws Exception {
        String promtool = program("promtool");
        MemorySource source = hostSeries();
        StringBuilder text = new StringBuilder("# TYPE host_load gauge\n");
        source.samples().forEach((labels, samples) -> {
            for (int i = 0; i < samples.size(); i++) {
                long time = samples.times()[i];
                text.append("host_load").append(withoutName(labels)).append(' ');
                text.append(samples.values()[i]).append(' ');
                text.append(time / 1000)
                        .append('.')
                        .append(String.format(Locale.ROOT, "%03d", time % 1000))
                        .append('\n');
            }
        });
        Path input = Files.writeString(directory.resolve("input.om"), text + "# EOF\n");
        Path output = directory.resolve("out");
        run(promtool, "tsdb", "create-blocks-from", "openmetrics", input.toString(), output.toString());
        TreeMap<String, String> read = new TreeMap<>();
        try (Stream<Path> blocks = Files.list(output)) {
            for (Path path : blocks.filter(
                            path -> Ulid.isUlid(path.getFileName().toString()))
                    .sorted()
                    .toList()) {
                readAll(path).forEach((labels, samples) -> read.merge(labels, samples, String::concat));
            }
        }
        assertThat(read).isEqualTo(printed(source));
    }

    @Test
    void readsABlockOfIndexVersion1() throws IOException {
        String conformance = System.getProperty("dunlin.conformance.dir", "");
        Path path = Path.of(conformance, "blocks", "index_format_v1");
        assumeTrue(!conformance.isEmpty() && Files.isDirectory(path), "no conformance files in " + conformance);
        try (BlockReader block = TestBlocks.open(path)) {
            Map<Labels, String> all = TestBlocks.query(block, Long.MIN_VALUE, Long.MAX_VALUE);
            assertThat(all).hasSize((int) block.meta().stats().series());
            long samples = all.values().stream()
                    .mapToLong(text -> text.chars().filter(c -> c == '=').count())
                    .sum();
            assertThat(samples).isEqualTo(block.meta().stats().samples());
            for (Labels labels : all.keySet()) {
                LabelMatcher[] exact = new LabelMatcher[labels.size()];
                Arrays.setAll(exact, i -> LabelMatcher.equal(labels.name(i), labels.value(i)));
                assertThat(TestBlocks.query(block, Long.MIN_VALUE, Long.MAX_VALUE, exact))
                        .containsEntry(labels, all.get(labels));
            }
            TestBlocks.write(
                    directory,
                    block.source(),
                    ULID,
                    block.meta().minTime(),
                    block.meta().maxTime());
            try (BlockReader copy = TestBlocks.open(directory.resolve(ULID.toString()))) {
                assertThat(TestBlocks.query(copy, Long.MIN_VALUE, Long.MAX_VALUE))
                        .isEqualTo(all);
            }
        }
    }

    private static MemorySource hostSeries() {
        MemorySource source = new MemorySource();
        Random random = new Random(5);
        for (int host = 0; host < 40; host++) {
            for (int cpu = 0; cpu < 2; cpu++) {
                Labels labels = Labels.of("__name__", "host_load", "host", "h" + host, "cpu", Integer.toString(cpu));
                for (int i = 0; i < 200; i++) {
                    double value = cpu == 0 ? host * 1000 + i : random.nextGaussian() * Math.pow(10, i % 40 - 20);
                    source.add(labels, START - host, START + 137 + i * 15_000L + random.nextInt(50), value);
                }
            }
        }
        return source;
    }

    private static String withoutName(Labels labels) {
        return labels.withoutMetricName().toString().replace(", ", ",");
    }

    private static Map<String, String> printed(MemorySource source) {
        TreeMap<String, String> printed = new TreeMap<>();
        source.samples().forEach((labels, samples) -> {
            for (int i = 0; i < samples.size(); i++) {
                printed.merge(labels.toString(), sample(samples.times()[i], samples.values()[i]), String::concat);
            }
        });
        return printed;
    }

    private static String sample(long time, double value) {
        return time + "=" + Long.toHexString(Double.doubleToRawLongBits(value)) + " ";
    }

    private static Map<String, String> readAll(Path path) {
        TreeMap<String, String> read = new TreeMap<>();
        try (BlockReader block = TestBlocks.open(path)) {
            SeriesSet set = block.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of());
            SeriesReader reader = set.reader();
            for (int i = 0; i < set.size(); i++) {
                SampleBuffer buffer = new SampleBuffer();
                reader.read(i, buffer);
                read.put(set.labels(i).toString(), TestBlocks.print(buffer, Long.MIN_VALUE, Long.MAX_VALUE));
            }
            assertThat(set.size()).isEqualTo((int) block.meta().stats().series());
        }
        return read;
    }

    private static String program(String name) {
        for (String place : System.getenv("PATH").split(File.pathSeparator)) {
            Path path = Path.of(place, name);
            if (Files.isExecutable(path)) {
                return path.toString();
            }
        }
        assumeTrue(false, name + " is not installed");
        throw new AssertionError();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
        return output;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Asks until the server answers. */
    private static String get(Process server, String url) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .build();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String last = "no answer";
        while (server.isAlive() && System.nanoTime() < deadline) {
            try {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    return response.body();
                }
                last = response.body();
            } catch (IOException e) {
                last = e.toString();
            }
            server.waitFor(50, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("Prometheus did not answer: " + last);
    }
}
