package io.dunlin.tsdb.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Literal alternatives are answered by a set; they match what the regular expression matches. */
class LabelMatcherTest {
    private static final List<String> VALUES =
            List.of("", "a", "b", "ab", "a.b", "a|b", "axb", "A", "(a)", "\n", "é", "b)", "a-b", "d", "\\");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a|b",
                "",
                "|",
                "a|",
                "(a|b)",
                "(?:a|b|)",
                "()",
                "a\\.b|b",
                "a\\|b",
                "a.b",
                "a\\-b|é",
                "\\(a\\)",
                "(a|b)|ab",
                "(a)|(b)",
                "((a))",
                "(?i)a|b",
                "\\d",
                "[ab]",
                "a|(b)",
                "\\\\",
                "ab?",
                "^a$",
                "(?s:.)"
            })
    void matchesAsTheExpressionDoes(String regex) {
        java.util.regex.Pattern pattern = java.util.regex.Pattern.compile("^(?s:" + regex + ")$");
        LabelMatcher matcher = new LabelMatcher(LabelMatcher.Type.REGEX, "l", regex);
        LabelMatcher not = new LabelMatcher(LabelMatcher.Type.NOT_REGEX, "l", regex);
        for (String value : VALUES) {
            boolean expected = pattern.matcher(value).matches();
            assertThat(matcher.matches(value)).as("%s matches %s", regex, value).isEqualTo(expected);
            assertThat(not.matches(value))
                    .as("%s does not match %s", regex, value)
                    .isEqualTo(!expected);
        }
    }
}
