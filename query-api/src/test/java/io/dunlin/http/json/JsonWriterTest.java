package io.dunlin.http.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonWriterTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private interface Script {
        void write(JsonWriter json) throws IOException;
    }

    private static String written(Script script) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonWriter json = new JsonWriter(out)) {
            script.write(json);
        }
        return out.toString(UTF_8);
    }

    @Test
    void separatesMembersAndElements() throws IOException {
        String text = written(json -> {
            json.beginObject()
                    .key("a")
                    .beginArray()
                    .number(1)
                    .string("x")
                    .beginArray()
                    .endArray()
                    .endArray();
            json.key("b")
                    .beginObject()
                    .endObject()
                    .key("c")
                    .bool(true)
                    .key("d")
                    .raw("null")
                    .endObject();
        });
        assertThat(text).isEqualTo("{\"a\":[1,\"x\",[]],\"b\":{},\"c\":true,\"d\":null}");
    }

    @Test
    void escapesWhatJsonNeeds() throws IOException {
        assertThat(written(json -> json.string("\"\\\n\r\t\b\u0001é€😀<>&\u007f")))
                .isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0008\\u0001é€😀<>&\u007f\"");
        assertThat(written(json -> json.string("a\ud800b"))).isEqualTo("\"a\ufffdb\"");
        assertThat(written(json -> json.string("\udc00"))).isEqualTo("\"\ufffd\"");
    }

    @Property(tries = 500)
    void anyStringReadsBack(@ForAll String text, @ForAll @IntRange(max = 9000) int before) throws IOException {
        String padding = "p".repeat(before);
        JsonNode read = MAPPER.readTree(
                written(json -> json.beginArray().string(padding).string(text).endArray()));
        assertThat(read.get(1).textValue()).isEqualTo(paired(text));
    }

    /** Returns the text with U+FFFD for each surrogate that has no partner. */
    private static String paired(String text) {
        StringBuilder paired = new StringBuilder();
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .forEach(paired::appendCodePoint);
        return paired.toString();
    }

    @Property(tries = 500)
    void anyIntegerReadsBack(@ForAll long value) throws IOException {
        assertThat(written(json -> json.number(value))).isEqualTo(Long.toString(value));
    }

    @Property(tries = 500)
    void anyTimeIsSecondsWithThreeDecimals(@ForAll long millis) throws IOException {
        String text = written(json -> new PrometheusJson(json).timestamp(millis));
        assertThat(new BigDecimal(text)).isEqualByComparingTo(BigDecimal.valueOf(millis, 3));
        assertThat(text).matches("-?\\d+(\\.\\d{3})?");
    }

    @ParameterizedTest
    @CsvSource({
        "1435781451781, 1435781451.781",
        "1435781451000, 1435781451",
        "1435781451001, 1435781451.001",
        "100, 0.100",
        "0, 0",
        "-1, -0.001",
        "-1500, -1.500",
        "-9223372036854775808, -9223372036854775.808"
    })
    void printsTimes(long millis, String expected) throws IOException {
        assertThat(written(json -> new PrometheusJson(json).timestamp(millis))).isEqualTo(expected);
    }

    @Test
    void printsPoints() throws IOException {
        assertThat(written(json -> new PrometheusJson(json).point(1500, 1e-7))).isEqualTo("[1.500,\"1e-07\"]");
        assertThat(written(json -> new PrometheusJson(json).point(1000, Double.NaN)))
                .isEqualTo("[1,\"NaN\"]");
        assertThat(written(json -> new PrometheusJson(json).point(1000, Double.NEGATIVE_INFINITY)))
                .isEqualTo("[1,\"-Inf\"]");
        assertThat(written(json -> new PrometheusJson(json).scalarValue(1e-7))).isEqualTo("\"0.0000001\"");
    }

    @Test
    void printsTheLongestNumberAtTheEndOfAPage() throws IOException {
        String text = written(json -> {
            json.beginArray();
            for (int i = 0; i < 100; i++) {
                new PrometheusJson(json).scalarValue(-Double.MIN_VALUE);
            }
            json.endArray();
        });
        JsonNode read = MAPPER.readTree(text);
        assertThat(read).hasSize(100);
        assertThat(read).allMatch(number -> Double.parseDouble(number.textValue()) == -Double.MIN_VALUE);
    }
}
