package io.dunlin.promql.result;

/** A number without labels; {@code time} is the evaluation time in Unix milliseconds. */
public record ScalarValue(long time, double value) implements QueryValue {
    @Override
    public <T> T accept(Visitor<T> visitor) {
        return visitor.visit(this);
    }
}
