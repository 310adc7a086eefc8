package io.dunlin.promql.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "1001, 1s1ms",
        "5400000, 1h30m",
        "-300000, -5m",
        "7776000000, 90d",
        "604800000, 1w",
        "31536000000, 1y",
        "32140800000, 372d",
    })
    void printsAsPrometheusDoes(long millis, String text) {
        assertThat(Durations.format(millis)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "5m1h, not a valid duration string: \"5m1h\"",
        "5m5m, not a valid duration string: \"5m5m\"",
        "5, not a valid duration string: \"5\"",
        "99999999999999999999s, not a valid duration string: \"99999999999999999999s\"",
        "5hs, unknown unit \"hs\" in duration \"5hs\"",
        "300y, duration out of range",
        "292y300d, duration out of range",
    })
    void refusesInPrometheusWords(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parseSeconds(text))
                .withMessage(message);
    }

    @Property
    void readsBackWhatItPrints(@ForAll @LongRange(min = 1, max = 9_000_000_000_000L) long millis) {
        assertThat(Math.round(Durations.parseSeconds(Durations.format(millis)) * 1000))
                .isEqualTo(millis);
    }
}
