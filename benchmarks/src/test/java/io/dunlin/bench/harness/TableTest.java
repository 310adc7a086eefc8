package io.dunlin.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void shouldShowMediansSpreadAndRatiosAndSayWhereThereIsNothing() {
        Measure time = new Measure("time", "ms", false);
        for (double value : new double[] {4, 1, 2}) {
            time.add("a", value);
        }
        time.add("b", 10);
        Measure rate = new Measure("rate", "samples/s", true);
        rate.add("a", 3000);
        Measure placed = rate.at("series", 100_000);
        placed.add("b", 0.25);

        assertThat(Table.of(List.of(spec("a"), spec("b")), List.of(time, rate, placed)))
                .isEqualTo("""
                | measure | a | b | × b |
                |---|---|---|---|
                | time, ms | 2 (1–4) | 10 | 5.00 |
                | rate, samples/s | 3,000 | – | – |

                rate, samples/s:

                | series | a | b | × b |
                |---|---|---|---|
                | 100,000 | – | 0.250 | – |
                """);
    }

    private static ServerSpec spec(String name) {
        return new ServerSpec(name, ServerKind.PROMETHEUS, Map.of(), Path.of("/bin/true"), List.of(), null, "1");
    }
}
