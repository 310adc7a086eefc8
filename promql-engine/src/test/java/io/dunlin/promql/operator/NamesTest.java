package io.dunlin.promql.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.dunlin.tsdb.model.Labels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The small text and hash rules on which results depend. */
class NamesTest {
    private static void expand(String template, String expected) {
        Matcher matcher = Pattern.compile("(?P<first>[a-z]+)-([0-9]+)").matcher("ab-12");
        assertThat(matcher.matches()).isTrue();
        assertThat(new ReplacementTemplate(template).expand(matcher)).isEqualTo(expected);
    }

    @Test
    void shouldExpandGroupsAsGoDoes() {
        expand("$1/$2", "ab/12");
        expand("${1}x$$", "abx$");
        expand("$1x", "");
        expand("${first}-$first-", "ab-ab-");
        expand("$9 ${unknown}", " ");
        expand("100$", "100$");
        expand("${1", "${1");
    }

    @Test
    void shouldSortNumbersInNamesByValue() {
        assertThat(NaturalOrder.compare("node2", "node10")).isNegative();
        assertThat(NaturalOrder.compare("a", "a1")).isNegative();
        assertThat(NaturalOrder.compare("a1b", "a1a")).isPositive();
        assertThat(NaturalOrder.compare("x7", "x7")).isZero();
    }

    @Test
    void shouldHashAsPublished() {
        assertThat(XxHash64.hash(new byte[0])).isEqualTo(0xEF46DB3751D8E999L);
        assertThat(XxHash64.hash("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0x44BC2CF5AD770999L);
        assertThat(XxHash64.hash("Nobody inspects the spammish repetition".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(0xFBCEA83C8A378BF1L);
    }

    @Test
    void shouldDivideSeriesByRatioAndComplement() {
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            double place = RatioSampler.placeOf(Labels.of("i", Integer.toString(i)));
            assertThat(place).isBetween(0.0, 1.0);
            assertThat(RatioSampler.takes(0.3, place)).isNotEqualTo(RatioSampler.takes(-0.7, place));
            taken += RatioSampler.takes(0.3, place) ? 1 : 0;
        }
        assertThat(taken).isBetween(250, 350);
    }
}
