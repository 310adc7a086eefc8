package io.dunlin.promql.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedPointTest {
    @ParameterizedTest
    @CsvSource({
        "1.0005, 3, 1.000",
        "1.0006, 3, 1.001",
        "-2.5, 0, -2",
        "1e22, 1, 10000000000000000000000.0",
        "NaN, 6, NaN",
        "Infinity, 6, +Inf",
    })
    void roundsTheExactValue(double value, int digits, String text) {
        assertThat(FixedPoint.format(value, digits)).isEqualTo(text);
    }
}
