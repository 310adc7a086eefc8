package io.dunlin.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricWriterTest {
    @Test
    void writesFamiliesInPrometheusFormat() {
        MetricWriter out = new MetricWriter();
        out.counter("a_total", "A.").sample(3).sample(0.5, "x", "1", "y", "a\"b\\c\nd");
        out.gauge("b", "B.")
                .sample(Double.NaN)
                .sample(Double.POSITIVE_INFINITY)
                .sample(-1e18)
                .sample(1e9);

        assertThat(out).hasToString("""
                        # HELP a_total A.
                        # TYPE a_total counter
                        a_total 3
                        a_total{x="1",y="a\\"b\\\\c\\nd"} 0.5
                        # HELP b B.
                        # TYPE b gauge
                        b NaN
                        b +Inf
                        b -1.0E18
                        b 1000000000
                        """);
    }
}
