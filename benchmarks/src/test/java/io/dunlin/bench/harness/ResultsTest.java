package io.dunlin.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final BenchSize SIZE = size(10, 20);

    @TempDir
    private Path work;

    @Test
    void shouldReadBackWhatWasPut() throws IOException {
        Path file = work.resolve("results.json");
        Measure measure = measure("dunlin", 1.5);
        Measure placed = measure.at("series", 100);
        Results.empty(file, bench(SIZE, "3.14")).put("ingest", List.of(measure, placed));

        Results read = Results.read(file, bench(SIZE, "3.14"));

        assertThat(read.get("ingest")).containsExactly(measure, placed);
        assertThat(read.get("query")).isNull();
    }

    @Test
    void shouldRefuseResultsOfAnotherSizeOrVersion() throws IOException {
        Path file = work.resolve("results.json");
        Results.empty(file, bench(SIZE, "3.14")).put("ingest", List.of(measure("dunlin", 1)));

        assertThatThrownBy(() -> Results.read(file, bench(SIZE, "3.15")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("differs=servers")
                .hasMessageContaining("3.15");
        BenchSize other = size(11, 20);
        assertThatThrownBy(() -> Results.read(file, bench(other, "3.14"))).hasMessageContaining("differs=size");
    }

    @Test
    void shouldMeasureAPeerOnceAVersionAndDunlinEachTime() throws IOException, InterruptedException {
        CountingPhase phase = new CountingPhase();
        StoredPeers stored = new StoredPeers(work);

        stored.measure(phase, bench(SIZE, "3.14"));
        List<Measure> again = stored.measure(phase, bench(SIZE, "3.14"));
        stored.measure(phase, bench(SIZE, "3.15"));

        assertThat(phase.runs).containsExactly("dunlin", "prometheus", "dunlin", "dunlin", "prometheus");
        assertThat(again).extracting(Measure::title).containsExactly("time", "time, 1 hours", "time, 2 hours");
        assertThat(again).allSatisfy(one -> assertThat(one.values()).containsOnlyKeys("dunlin", "prometheus"));
    }

    @Test
    void shouldMeasureAPeerAgainForAnotherSize() throws IOException, InterruptedException {
        CountingPhase phase = new CountingPhase();
        StoredPeers stored = new StoredPeers(work);
        stored.measure(phase, bench(SIZE, "3.14"));

        stored.measure(phase, bench(size(10, 21), "3.14"));

        assertThat(phase.runs).containsExactly("dunlin", "prometheus", "dunlin", "prometheus");
    }

    private static final class CountingPhase implements Phase {
        private final List<String> runs = new ArrayList<>();

        @Override
        public String name() {
            return "hours";
        }

        @Override
        public String description() {
            return "counts its runs";
        }

        @Override
        public boolean isLong() {
            return true;
        }

        @Override
        public List<Measure> run(Bench bench) {
            String server = bench.servers().get(0).name();
            runs.add(server);
            Measure first = measure(server, 1).at("hours", 1);
            first.add(server, 1);
            Measure second = first.at("hours", 2);
            second.add(server, 2);
            return List.of(measure(server, runs.size()), first, second);
        }
    }

    private static BenchSize size(int series, int steps) {
        return new BenchSize(series, steps, 30, new BenchSize.ChurnDay(1, 10), 1, Duration.ofSeconds(2), 1);
    }

    private static Measure measure(String server, double value) {
        Measure measure = new Measure("time", "s", false);
        measure.add(server, value);
        return measure;
    }

    private Bench bench(BenchSize size, String peerVersion) {
        List<ServerSpec> servers = List.of(
                spec("dunlin", ServerKind.DUNLIN, "0.1"), spec("prometheus", ServerKind.PROMETHEUS, peerVersion));
        return new Bench(servers, work, size, 0, line -> {});
    }

    private static ServerSpec spec(String name, ServerKind kind, String version) {
        return new ServerSpec(name, kind, Map.of(), Path.of("/bin", name), List.of(), null, version);
    }
}
