package io.dunlin.promql.annotation;

/** Prometheus's infos: the query may not mean what its author thinks. Positions are where the expression begins. */
public final class Infos {
    private Infos() {}

    static String withMetricName(String text, String metricName) {
        return metricName.isEmpty() ? text : text + " for metric name " + GoQuoting.quote(metricName);
    }

    /** A rate is taken of a metric whose name does not look like a counter's. */
    public static Annotation possibleNonCounter(String metricName, int position) {
        return Annotation.info(
                "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
                        + GoQuoting.quote(metricName),
                position);
    }

    /** A rate is taken of a metric whose {@code __type__} label is not a counter's. */
    public static Annotation possibleNonCounterLabel(String metricName, String type, int position) {
        return Annotation.info(
                "metric might not be a counter, __type__ label is not set to \"counter\" or \"histogram\", got "
                        + GoQuoting.quote(type) + ": " + GoQuoting.quote(metricName),
                position);
    }

    /** The buckets of a classic histogram had to be made monotonic. */
    public static Annotation forcedMonotonicity(String metricName, int position, Monotonicity mended) {
        String text = "input to histogram_quantile needed to be fixed for monotonicity (see "
                + "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)";
        return new Annotation(Annotation.Severity.INFO, withMetricName(text, metricName), position, mended);
    }

    /** A binary operator met sample types that it cannot combine. */
    public static Annotation incompatibleTypesInBinaryOperation(
            String leftType, String operator, String rightType, int position) {
        return Annotation.info(
                "incompatible sample types encountered for binary operator " + GoQuoting.quote(operator) + ": "
                        + leftType + " " + operator + " " + rightType,
                position);
    }

    /** An aggregation that cannot handle histograms left one out. */
    public static Annotation histogramIgnoredInAggregation(String aggregation, int position) {
        return Annotation.info("ignored histogram in " + aggregation + " aggregation", position);
    }

    /** A function of floats left histograms of a mixed range out. */
    public static Annotation histogramIgnoredInMixedRange(String metricName, int position) {
        return Annotation.info(
                "ignored histograms in a range containing both floats and histograms for metric name "
                        + GoQuoting.quote(metricName),
                position);
    }

    /** The quantile falls among NaN observations. */
    public static Annotation nativeHistogramQuantileNanResult(String metricName, int position) {
        return Annotation.info(
                withMetricName("input to histogram_quantile has NaN observations, result is NaN", metricName),
                position);
    }

    /** NaN observations shift the quantile. */
    public static Annotation nativeHistogramQuantileNanSkew(String metricName, int position) {
        return Annotation.info(
                withMetricName("input to histogram_quantile has NaN observations, result is skewed higher", metricName),
                position);
    }

    /** NaN observations are in no fraction. */
    public static Annotation nativeHistogramFractionNans(String metricName, int position) {
        return Annotation.info(
                withMetricName(
                        "input to histogram_fraction has NaN observations, which are excluded from all fractions",
                        metricName),
                position);
    }

    /** Custom buckets had different bounds and were merged to the common ones. */
    public static Annotation mismatchedCustomBuckets(HistogramOperation operation, int position) {
        return Annotation.info("mismatched custom buckets were reconciled during " + operation.word(), position);
    }
}
