package io.dunlin.promql.ast;

/**
 * A duration written as such or as a number of seconds. A literal that is a whole range, step or offset is always in
 * duration form and a whole number of milliseconds.
 *
 * @param seconds the time in seconds
 * @param durationForm whether it is printed as a duration, as in {@code 5m}, and not as a number
 */
public record DurationLiteral(double seconds, boolean durationForm, Span span) implements DurationExpr {
    /** Returns the literal for a time in milliseconds. */
    public static DurationLiteral ofMillis(long millis, Span span) {
        return new DurationLiteral(millis / 1000.0, true, span);
    }

    /** Returns the time in milliseconds; exact for literals in duration form. */
    public long millis() {
        return Math.round(seconds * 1000);
    }

    @Override
    public <R> R accept(DurationVisitor<R> visitor) {
        return visitor.visitLiteral(this);
    }
}
