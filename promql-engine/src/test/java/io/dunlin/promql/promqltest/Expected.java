package io.dunlin.promql.promqltest;

import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must come out of an evaluation. */
final class Expected {
    /**
     * The values of one series.
     *
     * @param position where it must stand in an ordered result, from 1
     * @param values one value a step
     */
    record Series(int position, List<SequenceValue> values) {}

    private final List<Expectation> expectations = new ArrayList<>();
    /** Those that stand in an {@code expect} line of their own. */
    private final List<Expectation> written = new ArrayList<>();

    private final Map<Labels, Series> series = new LinkedHashMap<>();
    private Double scalar;
    private String string;
    /** Times of an expected range vector: start, end and step in milliseconds, or null. */
    private long[] rangeVector;

    /** Adds what an {@code expect} line says. */
    void add(Expectation expectation, int line) {
        written.add(expectation);
        imply(expectation, line);
    }

    /** Adds what an old spelling such as {@code eval_fail} says, in place of what one said before. */
    void imply(Expectation expectation, int line) {
        expectations.removeIf(e -> e.kind() == expectation.kind() && !written.contains(e));
        expectations.add(expectation);
        boolean both = (has(Expectation.Kind.INFO) && has(Expectation.Kind.NO_INFO))
                || (has(Expectation.Kind.WARN) && has(Expectation.Kind.NO_WARN));
        if (both) {
            throw new ScriptException(line, "invalid expect lines, an annotation is expected and excluded");
        }
        if (of(Expectation.Kind.FAIL).size() > 1) {
            throw new ScriptException(line, "invalid expect lines, multiple expect fail lines are not allowed");
        }
    }

    void series(Labels labels, Series values) {
        series.put(labels, values);
    }

    void scalar(double value) {
        scalar = value;
    }

    void string(String value) {
        string = value;
        written.add(new Expectation(Expectation.Kind.STRING, value, null));
    }

    void rangeVector(long start, long end, long step) {
        rangeVector = new long[] {start, end, step};
        written.add(new Expectation(Expectation.Kind.RANGE_VECTOR, null, null));
    }

    /** Returns what stands in {@code expect} lines. */
    List<Expectation> written() {
        return written;
    }

    List<Expectation> of(Expectation.Kind kind) {
        return expectations.stream().filter(e -> e.kind() == kind).toList();
    }

    boolean has(Expectation.Kind kind) {
        return expectations.stream().anyMatch(e -> e.kind() == kind);
    }

    Map<Labels, Series> series() {
        return series;
    }

    /** Returns the scalar, or null where series are expected. */
    Double scalar() {
        return scalar;
    }

    /** Returns the string, or null. */
    String string() {
        return string;
    }

    long[] rangeVector() {
        return rangeVector;
    }

    /** Returns whether the result has no counterpart in a range query. */
    boolean onlyInstant() {
        return string != null || rangeVector != null;
    }
}
