package io.dunlin.bench.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.BenchSize;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.ServerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of the churn day: one hour of data at 500 one-shot series a second, 1.8 million of them, on top of two
 * thousand stable series (a hundredth of the day's, so that it takes a minute or two on a small machine).
 */
class ChurnDayIT {
    private static final Path JAR = Path.of("..", "server", "target", "dunlin.jar");

    @TempDir
    private Path work;

    @Test
    void shouldHaveEveryOneShotSeriesOfAnHour() throws IOException, InterruptedException {
        assumeTrue(Files.exists(JAR), "the server is not built: " + JAR);
        ServerSpec dunlin = ServerSpec.parse("dunlin=" + JAR);
        BenchSize size = new BenchSize(2_000, 0, 0, new BenchSize.ChurnDay(1, 500), 1, Duration.ofSeconds(1), 1);
        long now = Clock.systemUTC().millis() / 1000 * 1000;

        List<Measure> measures = new ChurnDayPhase().run(new Bench(List.of(dunlin), work, size, now, line -> {}));

        Map<String, Measure> byTitle = measures.stream().collect(Collectors.toMap(Measure::title, Function.identity()));
        assertThat(byTitle.get("one-shot series of all hours with exactly their value")
                        .median("dunlin"))
                .isEqualTo(100);
        assertThat(byTitle).containsKeys("memory with one-shot series, 1 hours", "peak memory in each hour, 1 hours");
    }
}
