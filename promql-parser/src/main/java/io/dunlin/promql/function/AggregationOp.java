package io.dunlin.promql.function;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The aggregation operators, with everything that is known of each. */
public enum AggregationOp {
    SUM("sum", null, Kind.REDUCES, false, "Sum of the values.", "sum by (job) (up)"),
    AVG("avg", null, Kind.REDUCES, false, "Mean of the values.", "avg by (job) (up)"),
    COUNT("count", null, Kind.REDUCES, false, "Number of series.", "count by (job) (up)"),
    MIN("min", null, Kind.REDUCES, false, "Smallest value.", "min by (job) (up)"),
    MAX("max", null, Kind.REDUCES, false, "Largest value.", "max by (job) (up)"),
    GROUP("group", null, Kind.REDUCES, false, "1 for each group that has a series.", "group by (job) (up)"),
    STDDEV("stddev", null, Kind.REDUCES, false, "Population standard deviation of the values.", "stddev by (job) (up)"),
    STDVAR("stdvar", null, Kind.REDUCES, false, "Population variance of the values.", "stdvar by (job) (up)"),
    TOPK("topk", ValueType.SCALAR, Kind.SELECTS, false, "The k series with the largest values.", "topk(3, up)"),
    BOTTOMK(
            "bottomk",
            ValueType.SCALAR,
            Kind.SELECTS,
            false,
            "The k series with the smallest values.",
            "bottomk(3, up)"),
    COUNT_VALUES(
            "count_values",
            ValueType.STRING,
            Kind.REDUCES,
            false,
            "Number of series for each distinct value, which becomes a label.",
            "count_values(\"version\", build_version)"),
    QUANTILE(
            "quantile",
            ValueType.SCALAR,
            Kind.REDUCES,
            false,
            "The φ-quantile (0 ≤ φ ≤ 1) of the values.",
            "quantile(0.9, up)"),
    LIMITK("limitk", ValueType.SCALAR, Kind.SELECTS, true, "Any k series, the same ones each time.", "limitk(3, up)"),
    LIMIT_RATIO(
            "limit_ratio",
            ValueType.SCALAR,
            Kind.SELECTS,
            true,
            "About the ratio r of the series, the same ones each time; -r takes the others.",
            "limit_ratio(0.1, up)");

    private enum Kind {
        REDUCES,
        SELECTS
    }

    private static final Map<String, AggregationOp> BY_NAME = new HashMap<>();

    static {
        for (AggregationOp op : values()) {
            BY_NAME.put(op.promqlName, op);
        }
    }

    private final String promqlName;
    private final ValueType parameterType;
    private final Kind kind;
    private final boolean experimental;
    private final String doc;
    private final String example;

    AggregationOp(
            String promqlName, ValueType parameterType, Kind kind, boolean experimental, String doc, String example) {
        this.promqlName = promqlName;
        this.parameterType = parameterType;
        this.kind = kind;
        this.experimental = experimental;
        this.doc = doc;
        this.example = example;
    }

    /** Returns the operator of this name, whatever its case, as PromQL reads it. */
    public static Optional<AggregationOp> ofName(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Returns the operator as PromQL writes it. */
    public String promqlName() {
        return promqlName;
    }

    /** Returns the type of the parameter that stands before the vector, or nothing when there is none. */
    public Optional<ValueType> parameterType() {
        return Optional.ofNullable(parameterType);
    }

    /** Returns whether the result holds input series (with all their labels) and not one series a group. */
    public boolean selectsSeries() {
        return kind == Kind.SELECTS;
    }

    /** Returns whether {@link PromqlFeature#EXPERIMENTAL_FUNCTIONS} must be on. */
    public boolean isExperimental() {
        return experimental;
    }

    /** Returns one line that says what it does. */
    public String doc() {
        return doc;
    }

    /** Returns an expression that uses it. */
    public String example() {
        return example;
    }
}
