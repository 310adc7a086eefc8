package io.dunlin.promql.ast;

/** The operator of a label matcher. */
public enum MatchOp {
    EQUAL("="),
    NOT_EQUAL("!="),
    REGEX("=~"),
    NOT_REGEX("!~");

    private final String symbol;

    MatchOp(String symbol) {
        this.symbol = symbol;
    }

    /** Returns the operator as PromQL writes it. */
    public String symbol() {
        return symbol;
    }

    /** Returns whether the value is a regular expression. */
    public boolean isRegex() {
        return this == REGEX || this == NOT_REGEX;
    }
}
