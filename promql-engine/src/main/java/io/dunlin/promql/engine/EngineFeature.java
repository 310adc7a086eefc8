package io.dunlin.promql.engine;

/** What is off by default in PromQL, under the names of {@code --enable-feature}. */
public enum EngineFeature {
    EXPERIMENTAL_FUNCTIONS("promql-experimental-functions"),
    EXTENDED_RANGE_SELECTORS("promql-extended-range-selectors"),
    BINOP_FILL_MODIFIERS("promql-binop-fill-modifiers"),
    DELAYED_NAME_REMOVAL("promql-delayed-name-removal"),
    PER_STEP_STATISTICS("promql-per-step-stats"),
    TYPE_AND_UNIT_LABELS("type-and-unit-labels"),
    USE_START_TIMESTAMPS("use-start-timestamps");

    private final String flag;

    EngineFeature(String flag) {
        this.flag = flag;
    }

    /** Returns the name in {@code --enable-feature}. */
    public String flag() {
        return flag;
    }
}
