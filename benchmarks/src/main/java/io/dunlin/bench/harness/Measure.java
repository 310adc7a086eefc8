package io.dunlin.bench.harness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One measured quantity with its values a server, in the order of the runs. A server may have none, where it cannot do what
 * is measured.
 *
 * @param name what was measured
 * @param unit its unit
 * @param moreIsBetter the direction of good
 * @param values the values of each server by its name
 */
public record Measure(String name, String unit, boolean moreIsBetter, Map<String, List<Double>> values) {
    /** Makes a measure without values. */
    public Measure(String name, String unit, boolean moreIsBetter) {
        this(name, unit, moreIsBetter, new LinkedHashMap<>());
    }

    /** Adds the value of one run. */
    public void add(String server, double value) {
        values.computeIfAbsent(server, key -> new ArrayList<>()).add(value);
    }

    /** Returns a server's values, which may be none. */
    public List<Double> of(String server) {
        return values.getOrDefault(server, List.of());
    }

    /** Returns the median of a server's values, NaN where it has none. */
    public double median(String server) {
        List<Double> sorted = new ArrayList<>(of(server));
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Returns how many times better the first server is than another, by their medians. */
    public double ratio(String first, String other) {
        return moreIsBetter ? median(first) / median(other) : median(other) / median(first);
    }
}
