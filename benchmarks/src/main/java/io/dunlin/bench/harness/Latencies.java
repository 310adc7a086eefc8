package io.dunlin.bench.harness;

import java.util.Arrays;
import java.util.Collection;

/** Times that something took, in seconds. */
public final class Latencies {
    private final double[] sorted;

    /** Takes times in any order, at least one. */
    public Latencies(Collection<Double> seconds) {
        if (seconds.isEmpty()) {
            throw new IllegalArgumentException("no latency was measured: count=0");
        }
        sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** Returns the smallest time that the given share of all does not pass, in milliseconds. */
    public double quantileMillis(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(rank, 1) - 1] * 1000;
    }

    /** Returns how many times there are. */
    public int count() {
        return sorted.length;
    }

    /** Returns the longest time in milliseconds. */
    public double maxMillis() {
        return sorted[sorted.length - 1] * 1000;
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
