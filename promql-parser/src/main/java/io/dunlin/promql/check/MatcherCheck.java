package io.dunlin.promql.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.dunlin.promql.ast.MatchOp;
import io.dunlin.promql.ast.Matcher;

/** What can be said about a label matcher without any series. */
public final class MatcherCheck {
    /** How re2j reports a closing parenthesis that nothing opened. */
    private static final String INTERNAL_ERROR = "regexp/syntax: internal error";

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
        String value = matcher.value();
        boolean same = matcher.op().isRegex() ? compile(value).matches("") : value.isEmpty();
        boolean negative = matcher.op() == MatchOp.NOT_EQUAL || matcher.op() == MatchOp.NOT_REGEX;
        return same != negative;
    }

    /** Compiles an expression; whether a dot matches a newline makes no difference to what is asked here. */
    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            boolean unopened = e.getDescription().startsWith(INTERNAL_ERROR);
            String fault = unopened ? "unexpected )" : e.getDescription();
            String where = unopened ? regex : e.getPattern();
            throw new IllegalArgumentException("error parsing regexp: " + fault + ": `" + where + "`", e);
        }
    }
}
