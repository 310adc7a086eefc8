package io.dunlin.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.compaction.RetentionPolicy;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunningServerTest {
    @ParameterizedTest
    @CsvSource({
        "15, 0, 15d",
        "365, 10737418240, 1y or 10GiB",
        "0, 536870912, 512MiB",
        "0, 1000, 1000B",
        "0, 0, ''",
    })
    void shouldTellRetentionAsPrometheusDoes(int days, long bytes, String expected) {
        RetentionPolicy policy = new RetentionPolicy(Duration.ofDays(days).toMillis(), bytes);

        assertThat(RunningServer.retention(policy)).isEqualTo(expected);
    }
}
