package io.dunlin.promql.ast;

/**
 * The step or the range of the query that the duration stands in.
 */
public record DurationQueryValue(Kind kind, Span span) implements DurationExpr {
    /** Which value of the query. */
    public enum Kind {
        STEP("step"),
        RANGE("range");

        private final String keyword;

        Kind(String keyword) {
            this.keyword = keyword;
        }

        /** Returns the function's name as PromQL writes it. */
        public String keyword() {
            return keyword;
        }
    }

    @Override
    public <R> R accept(DurationVisitor<R> visitor) {
        return visitor.visitQueryValue(this);
    }
}
