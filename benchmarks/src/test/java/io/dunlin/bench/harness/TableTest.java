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

        assertThat(Table.of(List.of(spec("a"), spec("b")), List.of(time, rate))).isEqualTo("""
                | measure | a | b | × b |
                |---|---|---|---|
                | time, ms | 2.00 (1.00–4.00) | 10.0 | 5.00 |
                | rate, samples/s | 3,000 | – | – |
                """);
    }

    private static ServerSpec spec(String name) {
        return new ServerSpec(name, ServerKind.PROMETHEUS, Map.of(), Path.of("/bin/true"), List.of(), "1");
    }
}
