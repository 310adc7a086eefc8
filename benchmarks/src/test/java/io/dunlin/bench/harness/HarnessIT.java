package io.dunlin.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness for real and in short: it starts the built server beside a real Prometheus, and their answers agree. */
class HarnessIT {
    private static final Path JAR = Path.of("..", "server", "target", "dunlin.jar");

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
        Bench bench = new Bench(servers, work, 2_000, 45, 1, 1, now, progress -> {});
        List<Phase> phases = Harness.phases().stream()
                .filter(phase -> List.of("ingest", "query", "restart").contains(phase.name()))
                .toList();

        List<String> out = new ArrayList<>();
        Harness.run(bench, phases, out::add);

        assertThat(String.join("\n", out)).contains("| dunlin | prometheus | × prometheus |");
        assertThat(out.stream().flatMap(String::lines).filter(line -> line.startsWith("| warm")))
                .hasSize(10);
        assertThat(String.join("\n", out)).contains("newest sample after kill -9, % of all | 100.0 | 100.0 |");
        assertThat(work.resolve("results.json")).exists();
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
