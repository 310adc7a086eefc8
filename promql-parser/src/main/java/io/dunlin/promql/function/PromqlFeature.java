package io.dunlin.promql.function;

/** A part of the language that can be switched on, by the name that {@code --enable-feature} has for it. */
public enum PromqlFeature {
    EXPERIMENTAL_FUNCTIONS("promql-experimental-functions", false),
    EXTENDED_RANGE_SELECTORS("promql-extended-range-selectors", false),
    BINOP_FILL_MODIFIERS("promql-binop-fill-modifiers", false),
    DURATION_EXPRESSIONS("promql-duration-expr", true);

    private final String flagName;
    private final boolean onByDefault;

    PromqlFeature(String flagName, boolean onByDefault) {
        this.flagName = flagName;
        this.onByDefault = onByDefault;
    }

    /** Returns the feature's name on the command line. */
    public String flagName() {
        return flagName;
    }

    /** Returns whether the feature is on when nothing is said. */
    public boolean onByDefault() {
        return onByDefault;
    }
}
