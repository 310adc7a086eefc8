package io.dunlin.promql.function;

import static io.dunlin.promql.function.FunctionFlag.ANCHORED_SAFE;
import static io.dunlin.promql.function.FunctionFlag.AT_UNSAFE;
import static io.dunlin.promql.function.FunctionFlag.COUNTER_ONLY;
import static io.dunlin.promql.function.FunctionFlag.EXPERIMENTAL;
import static io.dunlin.promql.function.FunctionFlag.IGNORES_BUCKETS;
import static io.dunlin.promql.function.FunctionFlag.KEEPS_NAME;
import static io.dunlin.promql.function.FunctionFlag.LABELS_FROM_MATCHERS;
import static io.dunlin.promql.function.FunctionFlag.MATCHES_INFO_LABELS;
import static io.dunlin.promql.function.FunctionFlag.NEEDS_BUCKETS;
import static io.dunlin.promql.function.FunctionFlag.QUERY_CONSTANT;
import static io.dunlin.promql.function.FunctionFlag.READS_SAMPLE_TIME;
import static io.dunlin.promql.function.FunctionFlag.REWRITES_SERIES;
import static io.dunlin.promql.function.FunctionFlag.SMOOTHED_SAFE;
import static io.dunlin.promql.function.FunctionFlag.SORTS;
import static io.dunlin.promql.function.FunctionFlag.USES_START_TIMESTAMPS;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The functions of PromQL, one row each: everything that is known of a function stands in its row. The engine binds a
 * kernel to each row with an exhaustive switch; docs/promql.md is generated from the rows; the examples are run as tests.
 */
@SuppressWarnings("ImmutableEnumChecker") // The lists and sets of the rows are made unmodifiable, which it can't see.
public enum PromqlFunction {
    ABS("abs", ValueType.VECTOR, params(vector("v")), facts(), "Absolute value.", "abs(x)"),
    ABSENT(
            "absent",
            ValueType.VECTOR,
            params(vector("v")),
            facts(LABELS_FROM_MATCHERS),
            "1 when the vector is empty, else nothing.",
            "absent(up{job=\"a\"})"),
    ABSENT_OVER_TIME(
            "absent_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(LABELS_FROM_MATCHERS),
            "1 when no series has a sample in the range, else nothing.",
            "absent_over_time(up{job=\"a\"}[1h])"),
    ACOS("acos", ValueType.VECTOR, params(vector("v")), facts(), "Arc cosine, in radians.", "acos(x)"),
    ACOSH("acosh", ValueType.VECTOR, params(vector("v")), facts(), "Inverse hyperbolic cosine.", "acosh(x)"),
    ASIN("asin", ValueType.VECTOR, params(vector("v")), facts(), "Arc sine, in radians.", "asin(x)"),
    ASINH("asinh", ValueType.VECTOR, params(vector("v")), facts(), "Inverse hyperbolic sine.", "asinh(x)"),
    ATAN("atan", ValueType.VECTOR, params(vector("v")), facts(), "Arc tangent, in radians.", "atan(x)"),
    ATANH("atanh", ValueType.VECTOR, params(vector("v")), facts(), "Inverse hyperbolic tangent.", "atanh(x)"),
    AVG_OVER_TIME(
            "avg_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(),
            "Mean of the values in the range.",
            "avg_over_time(x[5m])"),
    CEIL("ceil", ValueType.VECTOR, params(vector("v")), facts(), "Rounded up to an integer.", "ceil(x)"),
    CHANGES(
            "changes",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(ANCHORED_SAFE),
            "How often the value changed in the range.",
            "changes(x[5m])"),
    CLAMP(
            "clamp",
            ValueType.VECTOR,
            params(vector("v"), scalar("min"), scalar("max")),
            facts(),
            "Limited to at least min and at most max.",
            "clamp(x, 0, 1)"),
    CLAMP_MAX(
            "clamp_max",
            ValueType.VECTOR,
            params(vector("v"), scalar("max")),
            facts(),
            "Limited to at most max.",
            "clamp_max(x, 1)"),
    CLAMP_MIN(
            "clamp_min",
            ValueType.VECTOR,
            params(vector("v"), scalar("min")),
            facts(),
            "Limited to at least min.",
            "clamp_min(x, 0)"),
    COS("cos", ValueType.VECTOR, params(vector("v")), facts(), "Cosine of radians.", "cos(x)"),
    COSH("cosh", ValueType.VECTOR, params(vector("v")), facts(), "Hyperbolic cosine.", "cosh(x)"),
    COUNT_OVER_TIME(
            "count_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(),
            "Number of samples in the range.",
            "count_over_time(x[5m])"),
    DAY_OF_MONTH(
            "day_of_month",
            ValueType.VECTOR,
            params(optionalVector("v")),
            facts(AT_UNSAFE),
            "Day of the month in UTC, 1 to 31.",
            "day_of_month(timestamp(up))"),
    DAY_OF_WEEK(
            "day_of_week",
            ValueType.VECTOR,
            params(optionalVector("v")),
            facts(AT_UNSAFE),
            "Day of the week in UTC, 0 for Sunday to 6.",
            "day_of_week(timestamp(up))"),
    DAY_OF_YEAR(
            "day_of_year",
            ValueType.VECTOR,
            params(optionalVector("v")),
            facts(AT_UNSAFE),
            "Day of the year in UTC, 1 to 366.",
            "day_of_year(timestamp(up))"),
    DAYS_IN_MONTH(
            "days_in_month",
            ValueType.VECTOR,
            params(optionalVector("v")),
            facts(AT_UNSAFE),
            "Days of the month in UTC, 28 to 31.",
            "days_in_month(timestamp(up))"),
    DEG("deg", ValueType.VECTOR, params(vector("v")), facts(), "Radians as degrees.", "deg(x)"),
    DELTA(
            "delta",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(ANCHORED_SAFE, SMOOTHED_SAFE),
            "Difference of last and first value, extrapolated to the range; for gauges.",
            "delta(x[5m])"),
    DERIV(
            "deriv",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(),
            "Per-second slope by linear regression; for gauges.",
            "deriv(x[5m])"),
    DOUBLE_EXPONENTIAL_SMOOTHING(
            "double_exponential_smoothing",
            ValueType.VECTOR,
            params(matrix("v"), scalar("sf"), scalar("tf")),
            facts(EXPERIMENTAL),
            "Smoothed value with factor sf for level and tf for trend; for gauges.",
            "double_exponential_smoothing(x[10m], 0.5, 0.1)"),
    END(
            "end",
            ValueType.SCALAR,
            params(),
            facts(EXPERIMENTAL, AT_UNSAFE, QUERY_CONSTANT),
            "End of the query, in seconds since the epoch.",
            "end()"),
    EXP("exp", ValueType.VECTOR, params(vector("v")), facts(), "e to the power of the value.", "exp(x)"),
    FIRST_OVER_TIME(
            "first_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(KEEPS_NAME),
            "Oldest sample in the range.",
            "first_over_time(x[5m])"),
    FLOOR("floor", ValueType.VECTOR, params(vector("v")), facts(), "Rounded down to an integer.", "floor(x)"),
    HISTOGRAM_AVG(
            "histogram_avg",
            ValueType.VECTOR,
            params(vector("v")),
            facts(IGNORES_BUCKETS),
            "Mean of the observations in native histograms.",
            "histogram_avg(latency)"),
    HISTOGRAM_COUNT(
            "histogram_count",
            ValueType.VECTOR,
            params(vector("v")),
            facts(IGNORES_BUCKETS),
            "Number of observations in native histograms.",
            "histogram_count(latency)"),
    HISTOGRAM_FRACTION(
            "histogram_fraction",
            ValueType.VECTOR,
            params(scalar("lower"), scalar("upper"), vector("b")),
            facts(NEEDS_BUCKETS),
            "Estimated fraction of observations between two values.",
            "histogram_fraction(0, 0.2, latency)"),
    HISTOGRAM_QUANTILE(
            "histogram_quantile",
            ValueType.VECTOR,
            params(scalar("φ"), vector("b")),
            facts(NEEDS_BUCKETS),
            "Estimated φ-quantile of classic or native histograms.",
            "histogram_quantile(0.9, rate(latency_bucket[5m]))"),
    HISTOGRAM_QUANTILES(
            "histogram_quantiles",
            ValueType.VECTOR,
            params(vector("b"), string("label"), repeatedScalar("φ", 1, 10)),
            facts(EXPERIMENTAL, NEEDS_BUCKETS),
            "Estimated quantiles of histograms, each with its φ in a label.",
            "histogram_quantiles(latency, \"quantile\", 0.5, 0.9)"),
    HISTOGRAM_STDDEV(
            "histogram_stddev",
            ValueType.VECTOR,
            params(vector("v")),
            facts(),
            "Estimated standard deviation of the observations in native histograms.",
            "histogram_stddev(latency)"),
    HISTOGRAM_STDVAR(
            "histogram_stdvar",
            ValueType.VECTOR,
            params(vector("v")),
            facts(),
            "Estimated variance of the observations in native histograms.",
            "histogram_stdvar(latency)"),
    HISTOGRAM_SUM(
            "histogram_sum",
            ValueType.VECTOR,
            params(vector("v")),
            facts(IGNORES_BUCKETS),
            "Sum of the observations in native histograms.",
            "histogram_sum(latency)"),
    HOUR(
            "hour",
            ValueType.VECTOR,
            params(optionalVector("v")),
            facts(AT_UNSAFE),
            "Hour of the day in UTC, 0 to 23.",
            "hour(timestamp(up))"),
    IDELTA(
            "idelta",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(),
            "Difference of the last two samples; for gauges.",
            "idelta(x[5m])"),
    INCREASE(
            "increase",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(ANCHORED_SAFE, SMOOTHED_SAFE, USES_START_TIMESTAMPS, COUNTER_ONLY),
            "Increase of a counter, extrapolated to the range.",
            "increase(x_total[5m])"),
    INFO(
            "info",
            ValueType.VECTOR,
            params(vector("v"), optionalVector("labels")),
            facts(EXPERIMENTAL, KEEPS_NAME, REWRITES_SERIES, MATCHES_INFO_LABELS),
            "Adds the labels of info metrics that describe the same target.",
            "info(x, {k8s_cluster=~\".+\"})"),
    IRATE(
            "irate",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(USES_START_TIMESTAMPS),
            "Per-second rate of a counter from its last two samples.",
            "irate(x_total[5m])"),
    LABEL_JOIN(
            "label_join",
            ValueType.VECTOR,
            params(vector("v"), string("dst"), string("separator"), repeatedString("src")),
            facts(KEEPS_NAME, REWRITES_SERIES),
            "Sets a label to the joined values of others.",
            "label_join(x, \"dst\", \"-\", \"a\", \"b\")"),
    LABEL_REPLACE(
            "label_replace",
            ValueType.VECTOR,
            params(vector("v"), string("dst"), string("replacement"), string("src"), string("regex")),
            facts(KEEPS_NAME, REWRITES_SERIES),
            "Sets a label from the groups of a regular expression that matches another.",
            "label_replace(x, \"dst\", \"$1\", \"src\", \"(.*):.*\")"),
    LAST_OVER_TIME(
            "last_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(KEEPS_NAME),
            "Newest sample in the range.",
            "last_over_time(x[5m])"),
    LN("ln", ValueType.VECTOR, params(vector("v")), facts(), "Natural logarithm.", "ln(x)"),
    LOG10("log10", ValueType.VECTOR, params(vector("v")), facts(), "Decimal logarithm.", "log10(x)"),
    LOG2("log2", ValueType.VECTOR, params(vector("v")), facts(), "Binary logarithm.", "log2(x)"),
    MAD_OVER_TIME(
            "mad_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(EXPERIMENTAL),
            "Median absolute deviation of the values in the range.",
            "mad_over_time(x[5m])"),
    MAX_OF(
            "max_of",
            ValueType.SCALAR,
            params(scalar("a"), scalar("b")),
            facts(EXPERIMENTAL),
            "The larger of two scalars.",
            "max_of(1, 2)"),
    MAX_OVER_TIME(
            "max_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(),
            "Largest value in the range.",
            "max_over_time(x[5m])"),
    MIN_OF(
            "min_of",
            ValueType.SCALAR,
            params(scalar("a"), scalar("b")),
            facts(EXPERIMENTAL),
            "The smaller of two scalars.",
            "min_of(1, 2)"),
    MIN_OVER_TIME(
            "min_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(),
            "Smallest value in the range.",
            "min_over_time(x[5m])"),
    MINUTE(
            "minute",
            ValueType.VECTOR,
            params(optionalVector("v")),
            facts(AT_UNSAFE),
            "Minute of the hour in UTC, 0 to 59.",
            "minute(timestamp(up))"),
    MONTH(
            "month",
            ValueType.VECTOR,
            params(optionalVector("v")),
            facts(AT_UNSAFE),
            "Month of the year in UTC, 1 to 12.",
            "month(timestamp(up))"),
    PI("pi", ValueType.SCALAR, params(), facts(), "π.", "pi()"),
    PREDICT_LINEAR(
            "predict_linear",
            ValueType.VECTOR,
            params(matrix("v"), scalar("t")),
            facts(AT_UNSAFE),
            "Value t seconds from now by linear regression; for gauges.",
            "predict_linear(x[1h], 3600)"),
    PRESENT_OVER_TIME(
            "present_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(),
            "1 for each series that has a sample in the range.",
            "present_over_time(x[5m])"),
    QUANTILE_OVER_TIME(
            "quantile_over_time",
            ValueType.VECTOR,
            params(scalar("φ"), matrix("v")),
            facts(),
            "φ-quantile of the values in the range.",
            "quantile_over_time(0.9, x[5m])"),
    RAD("rad", ValueType.VECTOR, params(vector("v")), facts(), "Degrees as radians.", "rad(x)"),
    RANGE(
            "range",
            ValueType.SCALAR,
            params(),
            facts(EXPERIMENTAL, AT_UNSAFE, QUERY_CONSTANT),
            "Length of the query in seconds, 0 for an instant query.",
            "range()"),
    RATE(
            "rate",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(ANCHORED_SAFE, SMOOTHED_SAFE, USES_START_TIMESTAMPS, COUNTER_ONLY),
            "Per-second rate of a counter, extrapolated to the range.",
            "rate(x_total[5m])"),
    RESETS(
            "resets",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(ANCHORED_SAFE, USES_START_TIMESTAMPS),
            "Number of counter resets in the range.",
            "resets(x_total[5m])"),
    ROUND(
            "round",
            ValueType.VECTOR,
            params(vector("v"), optionalScalar("to_nearest")),
            facts(),
            "Rounded to the nearest multiple of to_nearest (1), ties up.",
            "round(x, 0.5)"),
    SCALAR(
            "scalar",
            ValueType.SCALAR,
            params(vector("v")),
            facts(),
            "The value of the only series, or NaN.",
            "scalar(x)"),
    SGN("sgn", ValueType.VECTOR, params(vector("v")), facts(), "-1, 0 or 1 by the sign.", "sgn(x)"),
    SIN("sin", ValueType.VECTOR, params(vector("v")), facts(), "Sine of radians.", "sin(x)"),
    SINH("sinh", ValueType.VECTOR, params(vector("v")), facts(), "Hyperbolic sine.", "sinh(x)"),
    SORT(
            "sort",
            ValueType.VECTOR,
            params(vector("v")),
            facts(KEEPS_NAME, SORTS),
            "Ordered by value, smallest first.",
            "sort(x)"),
    SORT_BY_LABEL(
            "sort_by_label",
            ValueType.VECTOR,
            params(vector("v"), repeatedString("label")),
            facts(EXPERIMENTAL, KEEPS_NAME, SORTS),
            "Ordered by label values in natural order.",
            "sort_by_label(x, \"instance\")"),
    SORT_BY_LABEL_DESC(
            "sort_by_label_desc",
            ValueType.VECTOR,
            params(vector("v"), repeatedString("label")),
            facts(EXPERIMENTAL, KEEPS_NAME, SORTS),
            "Ordered by label values in reverse natural order.",
            "sort_by_label_desc(x, \"instance\")"),
    SORT_DESC(
            "sort_desc",
            ValueType.VECTOR,
            params(vector("v")),
            facts(KEEPS_NAME, SORTS),
            "Ordered by value, largest first.",
            "sort_desc(x)"),
    SQRT("sqrt", ValueType.VECTOR, params(vector("v")), facts(), "Square root.", "sqrt(x)"),
    START(
            "start",
            ValueType.SCALAR,
            params(),
            facts(EXPERIMENTAL, AT_UNSAFE, QUERY_CONSTANT),
            "Start of the query, in seconds since the epoch.",
            "start()"),
    START_TIMESTAMP(
            "start_timestamp",
            ValueType.VECTOR,
            params(vector("v")),
            facts(EXPERIMENTAL, READS_SAMPLE_TIME),
            "Start timestamp of each sample, in seconds since the epoch.",
            "start_timestamp(x)"),
    STDDEV_OVER_TIME(
            "stddev_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(),
            "Population standard deviation of the values in the range.",
            "stddev_over_time(x[5m])"),
    STDVAR_OVER_TIME(
            "stdvar_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(),
            "Population variance of the values in the range.",
            "stdvar_over_time(x[5m])"),
    STEP(
            "step",
            ValueType.SCALAR,
            params(),
            facts(EXPERIMENTAL, AT_UNSAFE, QUERY_CONSTANT),
            "Step of the query in seconds, 0 for an instant query.",
            "step()"),
    SUM_OVER_TIME(
            "sum_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(),
            "Sum of the values in the range.",
            "sum_over_time(x[5m])"),
    TAN("tan", ValueType.VECTOR, params(vector("v")), facts(), "Tangent of radians.", "tan(x)"),
    TANH("tanh", ValueType.VECTOR, params(vector("v")), facts(), "Hyperbolic tangent.", "tanh(x)"),
    TIME(
            "time",
            ValueType.SCALAR,
            params(),
            facts(AT_UNSAFE),
            "Evaluation time, in seconds since the epoch.",
            "time()"),
    TIMESTAMP(
            "timestamp",
            ValueType.VECTOR,
            params(vector("v")),
            facts(AT_UNSAFE, READS_SAMPLE_TIME),
            "Timestamp of each sample, in seconds since the epoch.",
            "timestamp(x)"),
    TS_OF_FIRST_OVER_TIME(
            "ts_of_first_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(EXPERIMENTAL),
            "Timestamp of the oldest sample in the range.",
            "ts_of_first_over_time(x[5m])"),
    TS_OF_LAST_OVER_TIME(
            "ts_of_last_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(EXPERIMENTAL),
            "Timestamp of the newest sample in the range.",
            "ts_of_last_over_time(x[5m])"),
    TS_OF_MAX_OVER_TIME(
            "ts_of_max_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(EXPERIMENTAL),
            "Timestamp of the newest sample with the largest value in the range.",
            "ts_of_max_over_time(x[5m])"),
    TS_OF_MIN_OVER_TIME(
            "ts_of_min_over_time",
            ValueType.VECTOR,
            params(matrix("v")),
            facts(EXPERIMENTAL),
            "Timestamp of the newest sample with the smallest value in the range.",
            "ts_of_min_over_time(x[5m])"),
    VECTOR(
            "vector",
            ValueType.VECTOR,
            params(scalar("s")),
            facts(),
            "The scalar as a vector of one series without labels.",
            "vector(1)"),
    YEAR(
            "year",
            ValueType.VECTOR,
            params(optionalVector("v")),
            facts(AT_UNSAFE),
            "Year in UTC.",
            "year(timestamp(up))");

    private static final Map<String, PromqlFunction> BY_NAME = new HashMap<>();

    static {
        for (PromqlFunction function : values()) {
            BY_NAME.put(function.promqlName, function);
        }
    }

    private final String promqlName;
    private final ValueType returnType;
    private final List<Parameter> parameters;
    private final Set<FunctionFlag> flags;
    private final String doc;
    private final String example;

    PromqlFunction(
            String promqlName,
            ValueType returnType,
            List<Parameter> parameters,
            Set<FunctionFlag> flags,
            String doc,
            String example) {
        this.promqlName = promqlName;
        this.returnType = returnType;
        this.parameters = parameters;
        this.flags = flags;
        this.doc = doc;
        this.example = example;
    }

    /** Returns the function of exactly this name. */
    public static Optional<PromqlFunction> ofName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Returns the function's name. */
    public String promqlName() {
        return promqlName;
    }

    /** Returns the type of the result. */
    public ValueType returnType() {
        return returnType;
    }

    /** Returns the parameters in order. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Returns the fewest arguments that a call may have. */
    public int minArguments() {
        return parameters.stream().mapToInt(Parameter::minCount).sum();
    }

    /** Returns the most arguments that a call may have, or {@link Parameter#UNLIMITED}. */
    public int maxArguments() {
        long sum = parameters.stream().mapToLong(Parameter::maxCount).sum();
        return (int) Math.min(sum, Parameter.UNLIMITED);
    }

    /** Returns the type that the argument at an index (from 0) must have, or nothing for a function without parameters. */
    public Optional<ValueType> argumentType(int index) {
        if (parameters.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                parameters.get(Math.min(index, parameters.size() - 1)).type());
    }

    /** Returns whether a fact holds for the function. */
    public boolean has(FunctionFlag flag) {
        return flags.contains(flag);
    }

    /** Returns the facts that hold for the function. */
    public Set<FunctionFlag> flags() {
        return flags;
    }

    /** Returns whether {@link PromqlFeature#EXPERIMENTAL_FUNCTIONS} must be on. */
    public boolean isExperimental() {
        return has(EXPERIMENTAL);
    }

    /** Returns one line that says what the function gives. */
    public String doc() {
        return doc;
    }

    /** Returns an expression that calls it. */
    public String example() {
        return example;
    }

    /** Returns the call with its parameters, as in {@code round(v instant-vector, [to_nearest scalar])}. */
    public String signature() {
        StringBuilder out = new StringBuilder(promqlName).append('(');
        for (int i = 0; i < parameters.size(); i++) {
            out.append(i == 0 ? "" : ", ").append(parameters.get(i).signature());
        }
        return out.append(')').toString();
    }

    private static List<Parameter> params(Parameter... parameters) {
        return List.of(parameters);
    }

    private static Set<FunctionFlag> facts(FunctionFlag... flags) {
        EnumSet<FunctionFlag> set = EnumSet.noneOf(FunctionFlag.class);
        Collections.addAll(set, flags);
        return Collections.unmodifiableSet(set);
    }

    private static Parameter vector(String name) {
        return Parameter.required(name, ValueType.VECTOR);
    }

    private static Parameter optionalVector(String name) {
        return Parameter.optional(name, ValueType.VECTOR);
    }

    private static Parameter matrix(String name) {
        return Parameter.required(name, ValueType.MATRIX);
    }

    private static Parameter scalar(String name) {
        return Parameter.required(name, ValueType.SCALAR);
    }

    private static Parameter optionalScalar(String name) {
        return Parameter.optional(name, ValueType.SCALAR);
    }

    private static Parameter repeatedScalar(String name, int minCount, int maxCount) {
        return Parameter.repeated(name, ValueType.SCALAR, minCount, maxCount);
    }

    private static Parameter string(String name) {
        return Parameter.required(name, ValueType.STRING);
    }

    private static Parameter repeatedString(String name) {
        return Parameter.repeated(name, ValueType.STRING, 0, Parameter.UNLIMITED);
    }
}
