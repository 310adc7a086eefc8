package io.dunlin.promql.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FunctionsTest {
    @Property
    void exp2InvertsLog2(
            @ForAll @DoubleRange(min = 1, max = 9) double mantissa,
            @ForAll @IntRange(min = -300, max = 300) int power) {
        double x = mantissa * Math.pow(10, power);
        assertThat(Exponential.exp2(Exponential.log2(x))).isCloseTo(x, within(x * 1e-12));
    }

    @Property
    void hyperbolicFunctionsInvert(@ForAll @DoubleRange(min = -15, max = 15) double x) {
        assertThat(Hyperbolic.asinh(Hyperbolic.sinh(x))).isCloseTo(x, within(1e-12));
        assertThat(Hyperbolic.acosh(Hyperbolic.cosh(x))).isCloseTo(Math.abs(x), within(1e-7));
        assertThat(Hyperbolic.tanh(x)).isCloseTo(Math.tanh(x), within(1e-15));
    }

    @Test
    void log2IsExactForPowersOfTwo() {
        for (int exponent = -1074; exponent < 1024; exponent++) {
            assertThat(Exponential.log2(Math.scalb(1.0, exponent))).isEqualTo(exponent);
        }
    }

    @Test
    void knowsSpecialValues() {
        assertThat(Exponential.log2(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Exponential.log2(-1)).isNaN();
        assertThat(Exponential.exp2(1024)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Exponential.exp2(-1075)).isZero();
        assertThat(Hyperbolic.acosh(0.5)).isNaN();
        assertThat(Hyperbolic.atanh(1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(1 / Hyperbolic.sinh(-0.0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Extremes.max(Double.POSITIVE_INFINITY, Double.NaN)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Extremes.min(Double.NEGATIVE_INFINITY, Double.NaN)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Extremes.min(1, Double.NaN)).isNaN();
    }

    @Test
    void numbersThatDifferByRoundingAreAlmostEqual() {
        assertThat(AlmostEqual.test(1, 1 + 1e-13, 1e-12)).isTrue();
        assertThat(AlmostEqual.test(1, 1 + 1e-11, 1e-12)).isFalse();
        assertThat(AlmostEqual.test(Double.NaN, Double.NaN, 1e-6)).isTrue();
        assertThat(AlmostEqual.test(Double.NaN, Double.longBitsToDouble(0x7ff0000000000002L), 1e-6))
                .isFalse();
        assertThat(AlmostEqual.test(0, 1e-300, 1e-6)).isFalse();
    }
}
