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
        if (matcher.op().isRegex() && !LiteralAlternatives.of(matcher.value()).areAll()) {
            requireBounded(matcher.value());
            compile(matcher.value());
        }
    }

    /**
     * Checks that a regular expression can be compiled and run in bounded time and memory.
     *
     * @throws IllegalArgumentException when it can't; whether it is one at all is not checked
     */
    public static void requireBounded(String regex) {
        RegexLimits.check(regex);
    }

    /** Returns whether series without the label meet the condition. */
    public static boolean matchesEmpty(Matcher matcher) {
        boolean same = matcher.op().isRegex()
                ? matchesEmpty(matcher.value())
                : matcher.value().isEmpty();
        boolean negative = matcher.op() == MatchOp.NOT_EQUAL || matcher.op() == MatchOp.NOT_REGEX;
        return same != negative;
    }

    private static boolean matchesEmpty(String regex) {
        LiteralAlternatives alternatives = LiteralAlternatives.of(regex);
        return alternatives.areAll()
                ? alternatives.matchEmpty()
                : compile(regex).matches("");
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
