package io.dunlin.server.differential;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A native histogram that takes observations, as an instrumented program does. */
final class GrowingHistogram {
    private static final double ZERO_THRESHOLD = 1e-3;

    private final int schema;
    private final double[] bounds;
    private final SortedMap<Integer, Double> positive = new TreeMap<>();
    private final SortedMap<Integer, Double> negative = new TreeMap<>();
    private double zeroCount;
    private double count;
    private double sum;

    private GrowingHistogram(int schema, double[] bounds) {
        this.schema = schema;
        this.bounds = bounds;
    }

    static GrowingHistogram exponential(int schema) {
        return new GrowingHistogram(schema, new double[0]);
    }

    static GrowingHistogram custom(double... bounds) {
        return new GrowingHistogram(FloatHistogram.CUSTOM_BUCKETS_SCHEMA, bounds);
    }

    /** Counts a value {@code weight} times. */
    void observe(double value, double weight) {
        count += weight;
        sum += value * weight;
        if (bounds.length > 0) {
            int bucket = 0;
            while (bucket < bounds.length && value > bounds[bucket]) {
                bucket++;
            }
            positive.merge(bucket, weight, Double::sum);
        } else if (Math.abs(value) <= ZERO_THRESHOLD) {
            zeroCount += weight;
        } else {
            int bucket = (int) Math.ceil(Math.log(Math.abs(value)) / Math.log(2) * Math.pow(2, schema));
            (value < 0 ? negative : positive).merge(bucket, weight, Double::sum);
        }
    }

    FloatHistogram snapshot(CounterResetHint hint) {
        return new FloatHistogram(
                schema,
                hint,
                bounds.length > 0 ? 0 : ZERO_THRESHOLD,
                zeroCount,
                count,
                sum,
                spans(positive),
                counts(positive),
                spans(negative),
                counts(negative),
                bounds);
    }

    private static int[] spans(SortedMap<Integer, Double> buckets) {
        List<Integer> spans = new ArrayList<>();
        int next = 0;
        for (Map.Entry<Integer, Double> bucket : buckets.entrySet()) {
            int gap = bucket.getKey() - next;
            if (gap == 0 && !spans.isEmpty()) {
                spans.set(spans.size() - 1, spans.get(spans.size() - 1) + 1);
            } else {
                spans.add(gap);
                spans.add(1);
            }
            next = bucket.getKey() + 1;
        }
        return spans.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double[] counts(SortedMap<Integer, Double> buckets) {
        return buckets.values().stream().mapToDouble(Double::doubleValue).toArray();
    }
}
