package io.dunlin.promql.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.dunlin.promql.ast.MatchOp;
import io.dunlin.promql.ast.Matcher;

/** What can be said about a label matcher without any series. */
public final class MatcherCheck {
    private MatcherCheck() {}

    /**
     * Checks that the value of a regex matcher is a regular expression.
     *
     * @throws IllegalArgumentException in Prometheus's words, when it is none
     */
    public static void requireValid(Matcher matcher) {
        if (matcher.op().isRegex()) {
            RegexLimits.check(matcher.value());
            compile(matcher.value());
        }
    }

    /** Returns whether series without the label meet the condition. */
    public static boolean matchesEmpty(Matcher matcher) {
        boolean same = matcher.op().isRegex()
                ? compile(matcher.value()).matches("")
                : matcher.value().isEmpty();
        boolean negative = matcher.op() == MatchOp.NOT_EQUAL || matcher.op() == MatchOp.NOT_REGEX;
        return same != negative;
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`", e);
        }
    }
}
