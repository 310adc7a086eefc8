package io.dunlin.bench.harness;

import java.time.Duration;

/**
 * How much a run does. Results are compared and reused only where all of it is the same.
 *
 * @param series about how many series the stable load has
 * @param steps how many samples each of them gets where a phase does not say otherwise
 * @param oneShot how many one-shot series the phase of one-shot series writes
 * @param churn what the churn day is like
 * @param runs how often a measurement is repeated
 * @param warmUp how long a server is warmed up at most before a measurement
 * @param seed the seed of the load
 */
public record BenchSize(int series, int steps, int oneShot, ChurnDay churn, int runs, Duration warmUp, long seed) {
    /**
     * The day of one-shot series.
     *
     * @param hours how many hours of data it has
     * @param perSecond one-shot series a second of data time
     */
    public record ChurnDay(int hours, int perSecond) {}

    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(10);

    /** Returns how long memory must not have fallen to be called settled: as long as a warm-up, ten seconds at most. */
    public Duration settling() {
        return warmUp.compareTo(LONGEST_SETTLING) < 0 ? warmUp : LONGEST_SETTLING;
    }

    /** Returns the same with other numbers of series and steps. */
    public BenchSize with(int otherSeries, int otherSteps) {
        return new BenchSize(otherSeries, otherSteps, oneShot, churn, runs, warmUp, seed);
    }
}
