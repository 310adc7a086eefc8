package io.dunlin.promql.result;

/** A string; {@code time} is the evaluation time in Unix milliseconds. */
public record StringValue(long time, String value) implements QueryValue {
    @Override
    public <T> T accept(Visitor<T> visitor) {
        return visitor.visit(this);
    }
}
