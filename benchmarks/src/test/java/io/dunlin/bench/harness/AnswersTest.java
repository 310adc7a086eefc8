package io.dunlin.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final String RANGE = """
            {"result":[{"metric":{"a":"1"},"values":[[10,"1"],[20,"2"]]},{"metric":{"a":"2"},"values":[[10,"NaN"]]}]}
            """;

    @Test
    void shouldTakeTheSameSeriesInAnotherOrderForTheSame() {
        check(RANGE, """
                {"result":[{"metric":{"a":"2"},"values":[[10,"NaN"]]},{"metric":{"a":"1"},"values":[[10,"1"],[20,"2"]]}]}
                """, 0, null);
    }

    @Test
    void shouldAllowTheToleranceAndNoMore() {
        String near = RANGE.replace("\"2\"],", "\"2.02\"],").replace("[20,\"2\"]", "[20,\"2.02\"]");
        check(RANGE, near, 0.01, null);
        check(RANGE, near, 0.009, "series={a=1} time=20 expected=2.0 actual=2.02");
    }

    @Test
    void shouldNameAMissingSeriesAndAMissingPoint() {
        check(
                RANGE,
                "{\"result\":[{\"metric\":{\"a\":\"2\"},\"values\":[[10,\"NaN\"]]}]}",
                0,
                "series differ: expected=[{a=1}, {a=2}] actual=[{a=2}]");
        check(RANGE, RANGE.replace(",[20,\"2\"]", ""), 0, "series={a=1} times differ: expected=[10, 20] actual=[10]");
    }

    @Test
    void shouldTellNaNFromANumber() {
        check(RANGE, RANGE.replace("NaN", "0"), 1, "series={a=2} time=10 expected=NaN actual=0.0");
    }

    @Test
    void shouldKnowAnEmptyAnswer() {
        assertThat(Answers.isEmpty(json("{\"result\":[]}"))).isTrue();
        assertThat(Answers.isEmpty(json(RANGE))).isFalse();
    }

    private static void check(String expected, String actual, double tolerance, String difference) {
        assertThat(Answers.difference(json(expected), json(actual), tolerance)).isEqualTo(difference);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
