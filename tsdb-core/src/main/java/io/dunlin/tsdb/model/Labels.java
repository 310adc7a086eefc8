package io.dunlin.tsdb.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An immutable label set, sorted by label name in byte order, without empty values and without duplicate names.
 *
 * <p>This is the form in which labels cross an API: the storage keeps them as symbol numbers off-heap and makes one of
 * these only where a series is created, returned or printed.
 */
public final class Labels implements Comparable<Labels>, Iterable<Labels.Label> {
    /** The label that holds the metric name. */
    public static final String METRIC_NAME = "__name__";

    private static final Labels EMPTY = new Labels(new String[0]);

    /** Name, value, name, value …, in name order. */
    private final String[] pairs;

    private int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
    }

    /** One name with its value. */
    public record Label(String name, String value) {}

    /** Returns the label set without labels. */
    public static Labels empty() {
        return EMPTY;
    }

    /**
     * Builds a label set from alternating names and values in any order.
     *
     * @throws IllegalArgumentException when the count is odd or a name occurs twice
     */
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("labels need a value for each name: count=" + namesAndValues.length);
        }
        Builder builder = new Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.addUnique(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /** Builds a label set from a map. */
    public static Labels of(Map<String, String> labels) {
        Builder builder = new Builder();
        labels.forEach(builder::set);
        return builder.build();
    }

    /**
     * Wraps pairs that are already sorted by name in byte order, unique, and free of empty values. The array is not
     * copied and must not change afterwards.
     */
    public static Labels ofSorted(String[] sortedPairs) {
        return sortedPairs.length == 0 ? EMPTY : new Labels(sortedPairs);
    }

    /** Returns a builder without labels. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these labels. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        for (int i = 0; i < size(); i++) {
            builder.set(name(i), value(i));
        }
        return builder;
    }

    /** Returns the number of labels. */
    public int size() {
        return pairs.length / 2;
    }

    /** Returns whether there are no labels. */
    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /** Returns the name of the {@code i}-th label. */
    public String name(int i) {
        return pairs[2 * i];
    }

    /** Returns the value of the {@code i}-th label. */
    public String value(int i) {
        return pairs[2 * i + 1];
    }

    /** Returns the value of a label, or the empty string where the set has no such label. */
    public String get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1];
            }
        }
        return "";
    }

    /** Returns whether the set has this label. */
    public boolean has(String name) {
        return !get(name).isEmpty();
    }

    /** Returns the metric name, or the empty string. */
    public String metricName() {
        return get(METRIC_NAME);
    }

    /** Returns the labels whose names are in {@code names}. */
    public Labels keep(Collection<String> names) {
        return filter(names, true);
    }

    /** Returns the labels whose names are not in {@code names}. */
    public Labels without(Collection<String> names) {
        return filter(names, false);
    }

    /** Returns the labels without the metric name. */
    public Labels withoutMetricName() {
        return has(METRIC_NAME) ? without(List.of(METRIC_NAME)) : this;
    }

    private Labels filter(Collection<String> names, boolean wanted) {
        List<String> kept = new ArrayList<>(pairs.length);
        for (int i = 0; i < pairs.length; i += 2) {
            if (names.contains(pairs[i]) == wanted) {
                kept.add(pairs[i]);
                kept.add(pairs[i + 1]);
            }
        }
        return kept.size() == pairs.length ? this : ofSorted(kept.toArray(new String[0]));
    }

    @Override
    public Iterator<Label> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public Label next() {
                if (!hasNext()) {
                    throw new java.util.NoSuchElementException();
                }
                Label label = new Label(name(next), value(next));
                next++;
                return label;
            }
        };
    }

    /** Orders label sets as Prometheus does: pair by pair, names before values, in byte order; then by length. */
    @Override
    public int compareTo(Labels other) {
        int common = Math.min(pairs.length, other.pairs.length);
        for (int i = 0; i < common; i++) {
            int order = Utf8Order.compare(pairs[i], other.pairs[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(pairs.length, other.pairs.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels that && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = Arrays.hashCode(pairs);
        }
        return hash;
    }

    /** Prints the set in Prometheus's form: {@code {__name__="up", job="node"}}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            Quoting.appendLabelName(out, name(i));
            out.append('=');
            Quoting.appendQuoted(out, value(i));
        }
        return out.append('}').toString();
    }

    /** Collects labels in any order. Not thread-safe. */
    public static final class Builder {
        private final TreeMap<String, String> labels = new TreeMap<>(Utf8Order.COMPARATOR);

        private Builder() {}

        /** Sets a label; an empty value removes it. */
        public Builder set(String name, String value) {
            if (value.isEmpty()) {
                labels.remove(name);
            } else {
                labels.put(name, value);
            }
            return this;
        }

        private void addUnique(String name, String value) {
            if (labels.containsKey(name)) {
                throw new IllegalArgumentException("duplicate label name: name=" + name);
            }
            set(name, value);
        }

        /** Removes a label. */
        public Builder remove(String name) {
            labels.remove(name);
            return this;
        }

        /** Returns the value set for a name so far, or the empty string. */
        public String get(String name) {
            return labels.getOrDefault(name, "");
        }

        /** Returns the label set. */
        public Labels build() {
            String[] pairs = new String[2 * labels.size()];
            int next = 0;
            for (Map.Entry<String, String> label : labels.entrySet()) {
                pairs[next++] = label.getKey();
                pairs[next++] = label.getValue();
            }
            return ofSorted(pairs);
        }
    }
}
