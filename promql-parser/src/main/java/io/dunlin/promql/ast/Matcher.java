package io.dunlin.promql.ast;

/**
 * One condition on one label of a selector.
 *
 * @param op the operator
 * @param name the label's name
 * @param value the value, or the RE2 regular expression, which is anchored at both ends
 */
public record Matcher(MatchOp op, String name, String value) {
    /** The label that holds the metric's name. */
    public static final String METRIC_NAME = "__name__";
}
