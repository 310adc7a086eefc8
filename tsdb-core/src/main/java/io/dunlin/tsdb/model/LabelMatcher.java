package io.dunlin.tsdb.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Set;

/**
 * One condition on one label. A label that a series lacks has the empty value. Regular expressions have RE2 syntax, are
 * anchored at both ends, and {@code .} matches a newline, as in Prometheus 3. Immutable and thread-safe.
 */
public final class LabelMatcher {
    /** The operator of a matcher. */
    public enum Type {
        EQUAL("="),
        NOT_EQUAL("!="),
        REGEX("=~"),
        NOT_REGEX("!~");

        private final String symbol;

        Type(String symbol) {
            this.symbol = symbol;
        }

        /** Returns the operator as PromQL writes it. */
        public String symbol() {
            return symbol;
        }
    }

    private final Type type;
    private final String name;
    private final String value;
    /** Null for what is not a regular expression, and for one of literal alternatives. */
    private final Pattern pattern;

    /** The values that match, where the expression is only literal alternatives; null otherwise. */
    private final Set<String> literals;

    /**
     * Makes a matcher.
     *
     * @throws IllegalArgumentException when the value of a regex matcher is no regular expression
     */
    public LabelMatcher(Type type, String name, String value) {
        this.type = type;
        this.name = name;
        this.value = value;
        this.literals = isRegex() ? LiteralAlternatives.of(value) : null;
        this.pattern = isRegex() && literals == null ? compile(value) : null;
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile("^(?s:" + regex + ")$");
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`", e);
        }
    }

    /** Returns a matcher for one exact value. */
    public static LabelMatcher equal(String name, String value) {
        return new LabelMatcher(Type.EQUAL, name, value);
    }

    /** Returns the operator. */
    public Type type() {
        return type;
    }

    /** Returns the label's name. */
    public String name() {
        return name;
    }

    /** Returns the value or regular expression, as written. */
    public String value() {
        return value;
    }

    /** Returns whether the value is a regular expression. */
    public boolean isRegex() {
        return type == Type.REGEX || type == Type.NOT_REGEX;
    }

    /** Returns whether the operator is {@code !=} or {@code !~}. */
    public boolean isNegative() {
        return type == Type.NOT_EQUAL || type == Type.NOT_REGEX;
    }

    /** Returns whether a label value (empty for a label that is absent) meets the condition. */
    public boolean matches(String labelValue) {
        return matchesValue(labelValue) != isNegative();
    }

    private boolean matchesValue(String labelValue) {
        if (literals != null) {
            return literals.contains(labelValue);
        }
        return pattern == null ? value.equals(labelValue) : pattern.matches(labelValue);
    }

    /** Returns whether series without the label meet the condition. */
    public boolean matchesEmpty() {
        return matches("");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelMatcher that
                && type == that.type
                && name.equals(that.name)
                && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type.hashCode() + name.hashCode()) + value.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        Quoting.appendLabelName(out, name);
        out.append(type.symbol());
        Quoting.appendQuoted(out, value);
        return out.toString();
    }
}
