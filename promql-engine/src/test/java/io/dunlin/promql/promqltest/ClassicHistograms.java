package io.dunlin.promql.promqltest;

import io.dunlin.promql.histogram.HistogramSum;
import io.dunlin.promql.promqltest.ScriptCommand.Sample;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes native histograms with custom buckets of the classic ones in a load ({@code load_with_nhcb}): the series {@code
 * x_bucket}, {@code x_count} and {@code x_sum} become the series {@code x}.
 */
final class ClassicHistograms {
    private final Map<Labels, TreeMap<Long, Parts>> histograms = new LinkedHashMap<>();

    /** What is known of one histogram at one time: cumulative counts by upper bound. */
    private static final class Parts {
        private final TreeMap<Double, Double> buckets = new TreeMap<>();
        private Double count;
        private double sum;
    }

    private ClassicHistograms() {}

    /** Returns the native histograms of a load. */
    static Map<Labels, List<Sample>> convert(Map<Labels, List<Sample>> series) {
        ClassicHistograms collected = new ClassicHistograms();
        series.forEach(collected::collect);
        Map<Labels, List<Sample>> converted = new LinkedHashMap<>();
        collected.histograms.forEach((labels, byTime) -> {
            List<Sample> samples = new ArrayList<>();
            byTime.forEach((time, parts) -> samples.add(new Sample(0, time, 0, build(parts))));
            converted.put(labels, samples);
        });
        return converted;
    }

    private void collect(Labels labels, List<Sample> samples) {
        String name = labels.metricName();
        for (Sample sample : samples) {
            if (sample.histogram() != null) {
                continue;
            }
            if (name.endsWith("_bucket")) {
                double bound = bound(labels.get("le"));
                if (!Double.isNaN(bound)) {
                    parts(labels, "_bucket", sample.time()).buckets.put(bound, sample.value());
                }
            } else if (name.endsWith("_count")) {
                parts(labels, "_count", sample.time()).count = sample.value();
            } else if (name.endsWith("_sum")) {
                parts(labels, "_sum", sample.time()).sum = sample.value();
            }
        }
    }

    private static double bound(String le) {
        if (le.equals("+Inf") || le.equals("Inf")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            return Double.parseDouble(le);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private Parts parts(Labels labels, String suffix, long time) {
        String name = labels.metricName();
        Labels base = labels.toBuilder()
                .set(Labels.METRIC_NAME, name.substring(0, name.length() - suffix.length()))
                .remove("le")
                .build();
        return histograms.computeIfAbsent(base, key -> new TreeMap<>()).computeIfAbsent(time, key -> new Parts());
    }

    private static FloatHistogram build(Parts parts) {
        double highest = parts.buckets.isEmpty() ? 0 : parts.buckets.lastEntry().getValue();
        double count = parts.count == null ? highest : parts.count;
        parts.buckets.putIfAbsent(Double.POSITIVE_INFINITY, count);
        int size = parts.buckets.size();
        double[] bounds = new double[size - 1];
        double[] buckets = new double[size];
        double below = 0;
        int i = 0;
        for (Map.Entry<Double, Double> bucket : parts.buckets.entrySet()) {
            if (i < size - 1) {
                bounds[i] = bucket.getKey();
            }
            buckets[i++] = bucket.getValue() - below;
            below = bucket.getValue();
        }
        if (below != count) {
            throw new IllegalArgumentException("count mismatch: count=" + count + " highest bucket=" + below);
        }
        FloatHistogram full = new FloatHistogram(
                FloatHistogram.CUSTOM_BUCKETS_SCHEMA,
                CounterResetHint.UNKNOWN,
                0,
                0,
                count,
                parts.sum,
                new int[] {0, size},
                buckets,
                new int[0],
                new double[0],
                bounds);
        return HistogramSum.of(full).compact().toHistogram();
    }
}
