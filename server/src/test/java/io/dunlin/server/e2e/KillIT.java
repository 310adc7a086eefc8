package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus that sends across {@code kill -9}, and a target of its that goes away. */
class KillIT {
    @TempDir
    private Path directory;

    /** Prometheus sends again what was not acknowledged; in the end both have the same samples. */
    @Test
    void missesNothingThatAPrometheusSentAcrossAKill() throws InterruptedException {
        try (PrometheusFixture fixture = new PrometheusFixture(directory)) {
            fixture.awaitScrapes(5);
            fixture.killAndRestartDunlin();
            fixture.awaitScrapes(10);
            fixture.killAndRestartDunlin();
            fixture.awaitScrapes(14);
            double time = fixture.settledTime();
            for (String query :
                    new String[] {"up[5m]", "node_cpu_seconds_total[5m]", "demo_seconds_bucket[5m]", "demo_value[5m]"
                    }) {
                Answers.requireSame(
                        query,
                        fixture.prometheus().query(query, time),
                        fixture.dunlin().query(query, time));
            }
        }
    }

    /** Prometheus marks the series of a lost target as stale, and that arrives too. */
    @Test
    void endsTheSeriesOfATargetThatIsGone() {
        try (PrometheusFixture fixture = new PrometheusFixture(directory)) {
            fixture.awaitScrapes(4);
            fixture.stopDemoTarget();
            Await.until(
                    Duration.ofSeconds(20),
                    () -> "the target to be down",
                    () -> fixture.prometheus()
                            .query("up{job=\"demo\"} offset 3s", System.currentTimeMillis() / 1e3)
                            .path(0)
                            .path("value")
                            .path(1)
                            .asText()
                            .equals("0"));
            double time = fixture.settledTime();

            assertThat(fixture.dunlin().query("demo_value", time)).isEmpty();
            assertThat(fixture.dunlin().query("count_over_time(demo_value[1m])", time))
                    .isNotEmpty();
            Answers.requireSame(
                    "up",
                    fixture.prometheus().query("up", time),
                    fixture.dunlin().query("up", time));
        }
    }
}
