package io.dunlin.promql.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoFloatFormatTest {
    private static final double TWO_POW_50 = 1125899906842624.0;

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0",
        "-0.0, -0, -0, -0",
        "1, 1, 1, 1",
        "-1.5, -1.5, -1.5, -1.5",
        "0.1, 0.1, 0.1, 0.1",
        "100, 100, 100, 100",
        "123456, 123456, 123456, 123456",
        "1000000, 1000000, 1000000, 1e+06",
        "1234567, 1234567, 1234567, 1.234567e+06",
        "0.0001, 0.0001, 0.0001, 0.0001",
        "0.00001, 0.00001, 0.00001, 1e-05",
        "1e-6, 0.000001, 0.000001, 1e-06",
        "1e-7, 0.0000001, 1e-07, 1e-07",
        "1.5e-7, 0.00000015, 1.5e-07, 1.5e-07",
        "1e20, 100000000000000000000, 100000000000000000000, 1e+20",
        "1e21, 1000000000000000000000, 1e+21, 1e+21",
        "2e23, 200000000000000000000000, 2e+23, 2e+23",
        "1.234e+100, "
                + "12340000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,"
                + " 1.234e+100, 1.234e+100",
        "9007199254740993, 9007199254740992, 9007199254740992, 9.007199254740992e+15",
        "0.30000000000000004, 0.30000000000000004, 0.30000000000000004, 0.30000000000000004",
        "NaN, NaN, NaN, NaN",
        "Infinity, +Inf, +Inf, +Inf",
        "-Infinity, -Inf, -Inf, -Inf",
    })
    void printsEachForm(double value, String fixed, String sample, String general) {
        assertThat(GoFloatFormat.fixed(value)).isEqualTo(fixed);
        assertThat(GoFloatFormat.sample(value)).isEqualTo(sample);
        assertThat(GoFloatFormat.general(value)).isEqualTo(general);
    }

    @ParameterizedTest
    @CsvSource({
        "4.9e-324, 5e-324",
        "9.9e-324, 1e-323",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "2.225073858507201e-308, 2.225073858507201e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "9.5e-323, 9.4e-323",
        "8.41e21, 8.41e+21",
        "5.0E-7, 5e-07",
        "2.0E-3, 0.002",
    })
    void findsTheShortestDigits(double value, String sample) {
        assertThat(GoFloatFormat.sample(value)).isEqualTo(sample);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.75, 1.25, 1.75})
    void ofTwoDecimalsAsCloseTakesTheEvenOne(double fraction) {
        double value = TWO_POW_50 + fraction;

        BigDecimal even = new BigDecimal(value).setScale(1, RoundingMode.HALF_EVEN);

        assertThat(GoFloatFormat.fixed(value)).isEqualTo(even.toPlainString());
    }

    @Property(tries = 20_000)
    void readsBackAndIsTheShortestAndClosest(@ForAll long bits) {
        check(Double.longBitsToDouble(bits));
    }

    @Property(tries = 5_000)
    void holdsForIntegersAndSimpleFractions(@ForAll long mantissa, @ForAll byte power) {
        check(mantissa / Math.pow(10, power & 15));
    }

    @Property(tries = 2_000)
    void holdsAtPowersOfTwoAndTheirNeighbours(@ForAll short power) {
        double value = Math.scalb(1.0, -1074 + (power & 2047));
        check(value);
        check(Math.nextUp(value));
        check(Math.nextDown(value));
    }

    private static void check(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return;
        }
        String fixed = GoFloatFormat.fixed(value);
        assertThat(Double.parseDouble(fixed)).isEqualTo(value);
        assertThat(Double.parseDouble(GoFloatFormat.sample(value))).isEqualTo(value);
        assertThat(Double.parseDouble(GoFloatFormat.general(value))).isEqualTo(value);
        assertThat(new BigDecimal(fixed).abs()).isEqualByComparingTo(bruteForce(Math.abs(value)));
    }

    /** Tries every number of digits with exact arithmetic; the first that reads back is the shortest. */
    private static BigDecimal bruteForce(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits <= 17; digits++) {
            BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (nearest.doubleValue() == value) {
                return nearest;
            }
            // Below a power of two the interval is lopsided: the nearest may be outside while the next one above is in.
            BigDecimal above = nearest.add(nearest.ulp());
            if (nearest.compareTo(exact) < 0 && above.doubleValue() == value) {
                return above;
            }
        }
        throw new AssertionError("no decimal of 17 digits reads back as " + value);
    }

    @Property(tries = 400)
    void logarithmsAreExact(@ForAll short any) {
        int e = any % 1100;
        BigInteger power = BigInteger.TWO.pow(Math.abs(e));
        assertThat(PowersOfTen.floorLog10OfPowerOf2(e)).isEqualTo(floorLog10(new BigDecimal(power), e));
        BigDecimal threeQuarters = new BigDecimal("0.75").multiply(e >= 0 ? new BigDecimal(power) : inverse(power));
        assertThat(PowersOfTen.floorLog10OfThreeQuartersOfPowerOf2(e)).isEqualTo(floorLog10(threeQuarters, 0));
        int k = any % 330;
        int log2 = PowersOfTen.floorLog2OfPowerOf10(k);
        BigDecimal ten = BigDecimal.ONE.scaleByPowerOfTen(k);
        assertThat(ten).isGreaterThanOrEqualTo(powerOfTwo(log2)).isLessThan(powerOfTwo(log2 + 1));
    }

    private static int floorLog10(BigDecimal magnitude, int signOfExponent) {
        BigDecimal value = signOfExponent < 0 ? inverse(magnitude.toBigIntegerExact()) : magnitude;
        return value.precision() - value.scale() - 1;
    }

    private static BigDecimal inverse(BigInteger powerOfTwo) {
        return BigDecimal.ONE.divide(new BigDecimal(powerOfTwo));
    }

    private static BigDecimal powerOfTwo(int e) {
        BigDecimal power = new BigDecimal(BigInteger.TWO.pow(Math.abs(e)));
        return e < 0 ? inverse(power.toBigIntegerExact()) : power;
    }
}
