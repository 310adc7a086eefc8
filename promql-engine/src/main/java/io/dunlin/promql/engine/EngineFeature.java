package io.dunlin.promql.engine;

import io.dunlin.promql.function.PromqlFeature;
import java.util.Optional;

/** What is off by default in PromQL, under the names of {@code --enable-feature}. */
public enum EngineFeature {
    EXPERIMENTAL_FUNCTIONS("promql-experimental-functions", PromqlFeature.EXPERIMENTAL_FUNCTIONS),
    EXTENDED_RANGE_SELECTORS("promql-extended-range-selectors", PromqlFeature.EXTENDED_RANGE_SELECTORS),
    BINOP_FILL_MODIFIERS("promql-binop-fill-modifiers", PromqlFeature.BINOP_FILL_MODIFIERS),
    DELAYED_NAME_REMOVAL("promql-delayed-name-removal", null),
    PER_STEP_STATISTICS("promql-per-step-stats", null),
    TYPE_AND_UNIT_LABELS("type-and-unit-labels", null),
    USE_START_TIMESTAMPS("use-start-timestamps", null);

    private final String flag;
    private final PromqlFeature syntax;

    EngineFeature(String flag, PromqlFeature syntax) {
        this.flag = flag;
        this.syntax = syntax;
    }

    /** Returns the part of the language that the feature switches on, or nothing where it only changes the evaluation. */
    public Optional<PromqlFeature> syntax() {
        return Optional.ofNullable(syntax);
    }

    /** Returns the name in {@code --enable-feature}. */
    public String flag() {
        return flag;
    }
}
