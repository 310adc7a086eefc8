package io.dunlin.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dunlin.bench.phase.Phases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness for real and in short: it starts the built server beside a real Prometheus, and their answers agree. */
class HarnessIT {
    private static final Path JAR = Path.of("..", "server", "target", "dunlin.jar");

    private static final List<String> SHORT =
            List.of("ingest", "rate", "churn", "query", "instant", "kinds-buckets", "kinds-gauges", "restart");

    @TempDir
    private Path work;

    @Test
    void shouldFindThatDunlinAndPrometheusAnswerAlike() throws IOException, InterruptedException {
        Optional<Path> prometheus = onPath("prometheus");
        assumeTrue(prometheus.isPresent(), "no prometheus on the path");
        assumeTrue(Files.exists(JAR), "the server is not built: " + JAR);
        List<ServerSpec> servers =
                List.of(ServerSpec.parse("dunlin=" + JAR), ServerSpec.parse("prometheus=" + prometheus.orElseThrow()));
        long now = Clock.systemUTC().millis() / 1000 * 1000;
        BenchSize size = new BenchSize(2_000, 45, 3_000, new BenchSize.ChurnDay(1, 10), 1, Duration.ofMillis(200), 1);
        Bench bench = new Bench(servers, work, size, now, progress -> {});
        List<Phase> phases = Phases.all().stream()
                .filter(phase -> SHORT.contains(phase.name()))
                .toList();

        List<String> out = run(bench, phases, false);

        assertThat(String.join("\n", out)).contains("| dunlin | prometheus | × prometheus |");
        assertThat(out.stream().flatMap(String::lines).filter(line -> line.startsWith("| warm")))
                .hasSize(32);
        assertThat(String.join("\n", out))
                .contains("last acknowledged sample right after each, % of 1,000 series | 100 (100–100) |");
        for (String phase : SHORT) {
            assertThat(work.resolve("plots").resolve(phase + ".svg")).exists();
        }
        assertThat(run(bench, phases, true)).as("resumed").isEqualTo(out);
    }

    private List<String> run(Bench bench, List<Phase> phases, boolean resume) throws IOException, InterruptedException {
        List<String> out = new ArrayList<>();
        new Harness(work.resolve("lock"), work.resolve("stored"), resume).run(bench, phases, out::add);
        return out;
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
