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
 * @param at where it was measured, null where that is not varied; measures of one name at several places make a line
 * @param values the values of each server by its name
 */
public record Measure(String name, String unit, boolean moreIsBetter, Place at, Map<String, List<Double>> values) {
    /** A point on an axis, such as 100,000 on the axis "series". */
    public record Place(String axis, double point) {
        @Override
        public String toString() {
            return Table.number(point) + " " + axis;
        }
    }

    /** Makes a measure without values. */
    public Measure(String name, String unit, boolean moreIsBetter) {
        this(name, unit, moreIsBetter, null, new LinkedHashMap<>());
    }

    /** Makes the same measure at a place, without values. */
    public Measure at(String axis, double point) {
        return new Measure(name, unit, moreIsBetter, new Place(axis, point), new LinkedHashMap<>());
    }

    /** Makes the same measure without values. */
    Measure empty() {
        return new Measure(name, unit, moreIsBetter, at, new LinkedHashMap<>());
    }

    /** Returns the name with the place, if any. */
    public String title() {
        return at == null ? name : name + ", " + at;
    }

    /** Returns the measures that have a place by their names, each name's in their order. */
    static Map<String, List<Measure>> lines(List<Measure> measures) {
        Map<String, List<Measure>> lines = new LinkedHashMap<>();
        for (Measure measure : measures) {
            if (measure.at() != null) {
                lines.computeIfAbsent(measure.name(), name -> new ArrayList<>()).add(measure);
            }
        }
        return lines;
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
