package io.dunlin.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0s, 0",
        "1ms, 1",
        "15s, 15000",
        "5m, 300000",
        "2h, 7200000",
        "1d, 86400000",
        "1w, 604800000",
        "1y, 31536000000",
        "1h30m, 5400000",
        "1m0s5ms, 60005",
        "90m, 5400000"
    })
    void readsPrometheusForms(String text, long millis) {
        assertThat(PrometheusDuration.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "s", "-1s", "1.5h", "1s1m", "1m1m", "1 h", "1H", "99999999999999999999s", "300000000y"})
    void refusesOtherForms(String text) {
        assertThatThrownBy(() -> PrometheusDuration.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printsWholeUnits() {
        assertThat(PrometheusDuration.format(Duration.ofHours(2))).isEqualTo("2h");
        assertThat(PrometheusDuration.format(Duration.ofDays(15))).isEqualTo("15d");
        assertThat(PrometheusDuration.format(Duration.ofDays(14))).isEqualTo("2w");
        assertThat(PrometheusDuration.format(Duration.ofMillis(5_400_001))).isEqualTo("1h30m1ms");
        assertThat(PrometheusDuration.format(Duration.ZERO)).isEqualTo("0s");
    }

    @Property
    void readsWhatItPrints(@ForAll @LongRange(min = 0, max = 1L << 50) long millis) {
        Duration duration = Duration.ofMillis(millis);
        assertThat(PrometheusDuration.parse(PrometheusDuration.format(duration)))
                .isEqualTo(duration);
    }
}
