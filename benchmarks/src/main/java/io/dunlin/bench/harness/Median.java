package io.dunlin.bench.harness;

import java.util.Arrays;

/** The median of a part of some values, the upper one of two. */
public final class Median {
    private Median() {}

    /** Returns the median of the values {@code [from, to)}, of which there must be one. */
    public static double of(double[] values, int from, int to) {
        double[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
