package io.dunlin.promql.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dunlin.promql.ast.DurationExpr;
import io.dunlin.promql.ast.MatrixSelector;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationEvaluatorTest {
    private static final long STEP = 15_000;
    private static final long RANGE = 3_600_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5m | 300000",
                "1.5 | 1500",
                "1001ms | 1001",
                "5m + 30 | 330000",
                "1h - 5m * 2 | 3000000",
                "2 ^ 3 ^ 1 / 4 | 2000",
                "7 % 4 | 3000",
                "-(5m) + 10m | 300000",
                "step() | 15000",
                "range() / 2 | 1800000",
                "min_of(5m, step() * 4) | 60000",
                "max_of(5m, step() * 4) | 300000",
            })
    void computesRanges(String duration, long millis) {
        MatrixSelector selector = (MatrixSelector) PromqlParser.parse("x[" + duration + "]", ParserOptions.all());

        assertThat(new DurationEvaluator("", STEP, RANGE).positiveMillis(selector.range()))
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"-5m | -300000", "-step() | -15000", "(5m - 1h) | -3300000", "(5m - 300) | 0"})
    void computesOffsets(String duration, long millis) {
        VectorSelector selector = (VectorSelector) PromqlParser.parse("x offset " + duration, ParserOptions.all());
        DurationExpr offset = selector.offset().orElseThrow();

        assertThat(new DurationEvaluator("", STEP, RANGE).offsetMillis(offset)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x[step() - 15s] | 2:14: duration must be greater than 0",
                "x[1 / (step() - 15)] | 2:18: division by zero",
                "x[1 % (step() - 15)] | 2:18: modulo by zero",
                "x[(0 - 1) ^ 0.5] | 3:15: duration is NaN or infinite",
                "x[1e9 * step()] | 2:14: duration is out of range",
            })
    void refusesInPrometheusWords(String query, String message) {
        MatrixSelector selector = (MatrixSelector) PromqlParser.parse(query, ParserOptions.all());

        assertThatExceptionOfType(InvalidDurationException.class)
                .isThrownBy(() -> new DurationEvaluator(query, STEP, RANGE).positiveMillis(selector.range()))
                .withMessage(message);
    }
}
