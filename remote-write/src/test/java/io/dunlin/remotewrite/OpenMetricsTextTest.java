package io.dunlin.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenMetricsTextTest {
    private static List<String> read(String text) throws Exception {
        List<String> samples = new ArrayList<>();
        OpenMetricsText.read(
                new BufferedReader(new StringReader(text)),
                (labels, time, value) -> samples.add(labels + " " + value + " " + time));
        return samples;
    }

    @Test
    void readsSamplesOfEveryShape() throws Exception {
        assertThat(read("""
                # TYPE a counter
                # HELP a Text with # and {.
                a_total 1 1700000000
                a_total{} -2.5e3 1700000000.123
                a_total{x="1",y="q\\"b\\\\n\\n",} NaN -1.5
                a:b{path="C:\\Windows"} -inf 2200000000
                {"my.metric","dotted.label"="v"} +Inf 0 # {trace="t"} 1 2
                # EOF
                """))
                .containsExactly(
                        "{__name__=\"a_total\"} 1.0 1700000000000",
                        "{__name__=\"a_total\"} -2500.0 1700000000123",
                        "{__name__=\"a_total\", x=\"1\", y=\"q\\\"b\\\\n\\n\"} NaN -1500",
                        "{__name__=\"a:b\", path=\"C:\\\\Windows\"} -Infinity 2200000000000",
                        "{__name__=\"my.metric\", \"dotted.label\"=\"v\"} Infinity 0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a 1                 | line 2: a sample without a time
            a 1 # {} 2          | line 2: a sample without a time
            a x 1               | line 2: not a value: x
            a 1 y               | line 2: not a time in seconds: y
            a 1 1e300           | line 2: no time
            a 1 NaN             | line 2: no time
            a 1 2 3             | line 2: unexpected text behind the time:  3
            a{b="1" 1 2         | line 2: expected , or }
            a{b="1 1 2          | line 2: a quote is not closed
            a{b=1} 1 2          | line 2: expected "
            a 1 2e13            | line 2: no time
            a{b="1",b="2"} 1 2  | line 2: the label b stands there twice
            a{__name__="c"} 1 2 | line 2: the label __name__ stands there twice
            {"a","c"} 1 2       | line 2: the label __name__ stands there twice
            a{1b="c"} 1 2       | line 2: expected a label name at character 3
            ﻿a 1 2       | line 2: not a metric name
            1a 1 2              | line 2: not a metric name: 1a
            a.b 1 2             | line 2: not a metric name: a.b
            a{b} 1 2            | line 2: expected = behind the label name b
            {b="1"} 1 2         | line 2: a sample without a metric name
            a{,} 1 2            | line 2: expected a label name
            """)
    void namesTheLineThatIsWrong(String line, String message) {
        assertThatThrownBy(() -> read("# TYPE a gauge\n" + line + "\n# EOF\n"))
                .isInstanceOf(OpenMetricsText.FormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesATextThatIsCutOff() {
        assertThatThrownBy(() -> read("a 1 2\n")).hasMessageContaining("line 2").hasMessageContaining("# EOF");
        assertThatThrownBy(() -> read("a 1 2\n\n# EOF\n")).hasMessageContaining("line 2: an empty line");
    }

    @Test
    void refusesWhatWouldBeLostBehindTheEnd() {
        assertThatThrownBy(() -> read("a 1 2\n# EOF\na 2 3\n# EOF\n"))
                .hasMessageContaining("line 3: text behind # EOF");
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[] bytes = {'a', '{', 'b', '=', '"', (byte) 0xff, '"', '}', ' ', '1', ' ', '2', '\n'};
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
        assertThatThrownBy(() -> OpenMetricsText.read(
                        new BufferedReader(new InputStreamReader(new ByteArrayInputStream(bytes), strict)),
                        (labels, time, value) -> {}))
                .isInstanceOf(OpenMetricsText.FormatException.class)
                .hasMessageContaining("not UTF-8");
    }
}
