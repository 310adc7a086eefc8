package io.dunlin.promql.annotation;

import io.dunlin.promql.number.GoFloatFormat;

/** Prometheus's warnings: the result may be wrong or incomplete. Positions are where the expression begins. */
public final class Warnings {
    private Warnings() {}

    /** A quantile is not in [0, 1]. */
    public static Annotation invalidQuantile(double quantile, int position) {
        return Annotation.warning(
                "quantile value should be between 0 and 1, got " + GoFloatFormat.general(quantile), position);
    }

    /** The ratio of {@code limit_ratio} is not in [-1, 1]. */
    public static Annotation invalidRatio(double ratio, double cappedTo, int position) {
        return Annotation.warning(
                "ratio value should be between -1 and 1, got " + GoFloatFormat.general(ratio) + ", capping to "
                        + GoFloatFormat.general(cappedTo),
                position);
    }

    /** A classic bucket has no readable upper bound. */
    public static Annotation badBucketLabel(String metricName, String label, int position) {
        String text = "bucket label \"le\" is missing or has a malformed value of " + GoQuoting.quote(label);
        return Annotation.warning(Infos.withMetricName(text, metricName), position);
    }

    /** A range holds floats and histograms, and the function cannot handle both. */
    public static Annotation mixedFloatsHistograms(String metricName, int position) {
        return Annotation.warning(
                "encountered a mix of histograms and floats for metric name " + GoQuoting.quote(metricName), position);
    }

    /** A group holds floats and histograms. */
    public static Annotation mixedFloatsHistogramsAggregation(int position) {
        return Annotation.warning("encountered a mix of histograms and floats for aggregation", position);
    }

    /** A vector holds a histogram as buckets and as native histogram. */
    public static Annotation mixedClassicNativeHistograms(String metricName, int position) {
        return Annotation.warning(
                Infos.withMetricName("vector contains a mix of classic and native histograms", metricName), position);
    }

    /** A counter function met a gauge histogram. */
    public static Annotation nativeHistogramNotCounter(String metricName, int position) {
        return Annotation.warning(
                "this native histogram metric is not a counter: " + GoQuoting.quote(metricName), position);
    }

    /** A gauge function met a counter histogram. */
    public static Annotation nativeHistogramNotGauge(String metricName, int position) {
        return Annotation.warning(
                "this native histogram metric is not a gauge: " + GoQuoting.quote(metricName), position);
    }

    /** Histograms with exponential and custom buckets cannot be combined. */
    public static Annotation mixedExponentialCustomHistograms(String metricName, int position) {
        return Annotation.warning(
                "vector contains a mix of histograms with exponential and custom buckets schemas for metric name "
                        + GoQuoting.quote(metricName),
                position);
    }

    /** The two histograms of a binary operation cannot be combined. */
    public static Annotation incompatibleBucketLayoutInBinaryOperation(String operator, int position) {
        return Annotation.warning("incompatible bucket layout encountered for binary operator " + operator, position);
    }

    /** Sorting does nothing in a range query. */
    public static Annotation sortInRangeQuery(int position) {
        return Annotation.warning(
                "sort is ineffective for range queries since results are always ordered by labels", position);
    }

    /** One histogram says it was reset, the other that it was not. */
    public static Annotation histogramCounterResetCollision(HistogramOperation operation, int position) {
        return Annotation.warning("conflicting counter resets during histogram " + operation.word(), position);
    }

    /** A sample says that it started before the sample ahead of it was taken. */
    public static Annotation startTimeOverlap(String metricName, int position) {
        return new Annotation(
                Annotation.Severity.WARNING,
                "sample has start time that overlaps with previous sample timestamp for metric "
                        + GoQuoting.quote(metricName),
                position,
                new Occurrences(1));
    }

    private record Occurrences(int count) implements Annotation.Detail {
        @Override
        public Annotation.Detail merge(Annotation.Detail earlier) {
            return new Occurrences(count + ((Occurrences) earlier).count);
        }

        @Override
        public String print() {
            return count > 1 ? " (" + count + " occurrences)" : "";
        }
    }
}
