package io.dunlin.promql.ast;

/**
 * Arithmetic of two durations, all counted in seconds.
 */
public record DurationBinary(Op op, DurationExpr left, DurationExpr right, Span span) implements DurationExpr {
    /** The operators, {@code min_of} and {@code max_of} among them. */
    public enum Op {
        ADD("+"),
        SUB("-"),
        MUL("*"),
        DIV("/"),
        MOD("%"),
        POW("^"),
        MIN_OF("min_of"),
        MAX_OF("max_of");

        private final String symbol;

        Op(String symbol) {
            this.symbol = symbol;
        }

        /** Returns the operator or function name as PromQL writes it. */
        public String symbol() {
            return symbol;
        }

        /** Returns whether it is written as a call. */
        public boolean isCall() {
            return this == MIN_OF || this == MAX_OF;
        }
    }

    @Override
    public <R> R accept(DurationVisitor<R> visitor) {
        return visitor.visitBinary(this);
    }
}
