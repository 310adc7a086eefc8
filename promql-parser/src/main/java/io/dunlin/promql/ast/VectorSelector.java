package io.dunlin.promql.ast;

import io.dunlin.promql.function.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An instant vector selector. Equality ignores the order of the matchers, which means nothing.
 *
 * @param name the metric name that stands before the braces, empty when none does
 * @param matchers the matchers inside the braces, as written; {@link #allMatchers} adds the name's
 * @param mode {@code anchored}, {@code smoothed} or neither
 * @param at the {@code @} modifier
 * @param offset the {@code offset} modifier as written (positive looks back); a zero offset is no offset
 * @param span from name or brace to the end of the last modifier that belongs to the selector itself
 */
public record VectorSelector(
        String name,
        List<Matcher> matchers,
        RangeMode mode,
        Optional<AtModifier> at,
        Optional<DurationExpr> offset,
        Span span)
        implements Expr {
    private static final Comparator<Matcher> MATCHER_ORDER =
            Comparator.comparing(Matcher::name).thenComparing(Matcher::op).thenComparing(Matcher::value);

    /** Copies the matchers. */
    public VectorSelector {
        matchers = List.copyOf(matchers);
    }

    /** Returns a selector without modifiers. */
    public static VectorSelector of(String name, List<Matcher> matchers, Span span) {
        return new VectorSelector(name, matchers, RangeMode.PLAIN, Optional.empty(), Optional.empty(), span);
    }

    /** Returns every condition, the one that the metric name stands for last. */
    public List<Matcher> allMatchers() {
        if (name.isEmpty()) {
            return matchers;
        }
        List<Matcher> all = new ArrayList<>(matchers);
        all.add(new Matcher(MatchOp.EQUAL, Matcher.METRIC_NAME, name));
        return all;
    }

    /** Returns a copy with another {@code @} modifier. */
    public VectorSelector withAt(Optional<AtModifier> newAt) {
        return new VectorSelector(name, matchers, mode, newAt, offset, span);
    }

    /** Returns a copy with another offset. */
    public VectorSelector withOffset(Optional<DurationExpr> newOffset) {
        return new VectorSelector(name, matchers, mode, at, newOffset, span);
    }

    /** Returns a copy with another range mode. */
    public VectorSelector withMode(RangeMode newMode) {
        return new VectorSelector(name, matchers, newMode, at, offset, span);
    }

    /** Returns a copy that stands elsewhere. */
    public VectorSelector withSpan(Span newSpan) {
        return new VectorSelector(name, matchers, mode, at, offset, newSpan);
    }

    @Override
    public ValueType type() {
        return ValueType.VECTOR;
    }

    @Override
    public List<Expr> children() {
        return List.of();
    }

    @Override
    public <R> R accept(ExprVisitor<R> visitor) {
        return visitor.visitVectorSelector(this);
    }

    private List<Matcher> orderedMatchers() {
        return matchers.stream().sorted(MATCHER_ORDER).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VectorSelector that
                && name.equals(that.name)
                && mode == that.mode
                && at.equals(that.at)
                && offset.equals(that.offset)
                && orderedMatchers().equals(that.orderedMatchers());
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, mode, at, offset, orderedMatchers());
    }
}
