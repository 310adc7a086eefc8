package io.dunlin.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void shouldReturnTheNearestRank() {
        Latencies hundred = new Latencies(
                DoubleStream.iterate(0.1, x -> x - 0.001).limit(100).boxed().toList());

        assertThat(hundred.quantileMillis(0.5)).isCloseTo(50, within());
        assertThat(hundred.quantileMillis(0.99)).isCloseTo(99, within());
        assertThat(hundred.maxMillis()).isCloseTo(100, within());
        assertThat(new Latencies(List.of(0.007)).quantileMillis(0.99)).isCloseTo(7, within());
    }

    @Test
    void shouldRefuseToKnowTheQuantileOfNothing() {
        assertThatThrownBy(() -> new Latencies(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-9);
    }
}
