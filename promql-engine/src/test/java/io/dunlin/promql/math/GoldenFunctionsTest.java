package io.dunlin.promql.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Holds every function, bit for bit, against results of Go. */
class GoldenFunctionsTest {
    private static final Map<String, DoubleBinaryOperator> FUNCTIONS = new HashMap<>();

    static {
        unary("exp", Exponential::exp);
        unary("exp2", Exponential::exp2);
        unary("log", Exponential::log);
        unary("log2", Exponential::log2);
        unary("log10", Exponential::log10);
        unary("sin", Trigonometry::sin);
        unary("cos", Trigonometry::cos);
        unary("tan", Trigonometry::tan);
        unary("asin", Trigonometry::asin);
        unary("acos", Trigonometry::acos);
        unary("atan", Trigonometry::atan);
        unary("sinh", Hyperbolic::sinh);
        unary("cosh", Hyperbolic::cosh);
        unary("tanh", Hyperbolic::tanh);
        unary("asinh", Hyperbolic::asinh);
        unary("acosh", Hyperbolic::acosh);
        unary("atanh", Hyperbolic::atanh);
        FUNCTIONS.put("pow", GoPow::pow);
        FUNCTIONS.put("atan2", Trigonometry::atan2);
        FUNCTIONS.put("mod", (x, y) -> x % y);
    }

    private static void unary(String name, DoubleUnaryOperator function) {
        FUNCTIONS.put(name, (x, y) -> function.applyAsDouble(x));
    }

    @Test
    void giveTheBitsThatGoGives() throws IOException {
        int compared = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("/math/go-functions.txt")),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    check(line);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(700);
    }

    private static void check(String line) {
        String[] parts = line.split(" ");
        double x = bits(parts[1]);
        double y = bits(parts[parts.length - 2]);
        double actual = FUNCTIONS.get(parts[0]).applyAsDouble(x, y);
        assertThat(Double.doubleToLongBits(actual))
                .as("%s of %s, %s is %s", parts[0], x, y, actual)
                .isEqualTo(Double.doubleToLongBits(bits(parts[parts.length - 1])));
    }

    private static double bits(String hexadecimal) {
        return Double.longBitsToDouble(Long.parseUnsignedLong(hexadecimal, 16));
    }
}
