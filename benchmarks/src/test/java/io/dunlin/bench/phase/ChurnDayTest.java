package io.dunlin.bench.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.BenchSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChurnDayTest {
    @TempDir
    private Path work;

    @Test
    void shouldSayWhatDiskItNeedsAndRefuseToStartWithoutIt() {
        BenchSize size = new BenchSize(200_000, 0, 0, new BenchSize.ChurnDay(100_000, 5_000), 1, Duration.ZERO, 1);
        List<String> said = new ArrayList<>();
        Bench bench = new Bench(List.of(), work, size, 0, said::add);

        assertThatThrownBy(() -> new ChurnDayPhase().run(bench))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("churn-day needs more disk: directory=" + work + " needed=10944");
        assertThat(said).singleElement().asString().startsWith("churn-day: disk needed=");
    }
}
