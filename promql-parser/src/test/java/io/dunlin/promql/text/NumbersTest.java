package io.dunlin.promql.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "-0.0, -0, -0",
        "NaN, NaN, NaN",
        "Infinity, +Inf, +Inf",
        "-Infinity, -Inf, -Inf",
        "1.5, 1.5, 1.5",
        "100000, 100000, 100000",
        "1000000, 1000000, 1e+06",
        "-1234567.5, -1234567.5, -1.2345675e+06",
        "0.0001, 0.0001, 0.0001",
        "0.00001, 0.00001, 1e-05",
        "2e23, 200000000000000000000000, 2e+23",
        "9.5e-101, 0." + "00000000000000000000000000000000000000000000000000"
                + "00000000000000000000000000000000000000000000000000" + "95, 9.5e-101",
    })
    void printsAsGoDoes(double value, String plain, String general) {
        assertThat(Numbers.plain(value)).isEqualTo(plain);
        assertThat(Numbers.general(value)).isEqualTo(general);
    }

    @ParameterizedTest
    @CsvSource({"1.0005, 3, 1.000", "-2.5, 0, -2", "1e22, 1, 10000000000000000000000.0", "NaN, 6, NaN"})
    void printsFixedDigits(double value, int digits, String text) {
        assertThat(Numbers.fixed(value, digits)).isEqualTo(text);
    }

    @Property
    void readsBackTheSameNumber(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isFinite(value)) {
            assertThat(Double.parseDouble(Numbers.plain(value))).isEqualTo(value);
            assertThat(Double.parseDouble(Numbers.general(value))).isEqualTo(value);
        }
    }

    @Property
    void needsNoMoreDigitsThanJava(@ForAll double value) {
        int digits = new BigDecimal(Numbers.plain(value)).stripTrailingZeros().precision();

        assertThat(digits).isLessThanOrEqualTo(new BigDecimal(Double.toString(value)).stripTrailingZeros().precision());
    }
}
