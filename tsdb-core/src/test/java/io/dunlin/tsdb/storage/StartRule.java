package io.dunlin.tsdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Start timestamps that follow from the number of a series and the time of a sample, so that whoever reads a sample knows
 * which it must have, wherever it came through.
 */
public final class StartRule {
    private static final int KINDS = 4;
    private static final long RESTARTS_EVERY = 3_000;

    private StartRule() {}

    /** Returns the start of a sample in milliseconds, 0 for unknown. */
    public static long of(int series, long time) {
        return switch (series % KINDS) {
            // A counter of a process that restarts.
            case 1 -> Math.floorDiv(time, RESTARTS_EVERY) * RESTARTS_EVERY - 17;
            // A delta: every sample has its own.
            case 2 -> time - 7;
            // Known now and then.
            case 3 -> Math.floorMod(time, 5) == 0 ? 0 : Math.floorDiv(time, 500) * 500 - 1;
            default -> 0;
        };
    }

    /** Asserts that the samples of a series have the starts that they must have. */
    public static void check(int series, SampleBuffer samples) {
        for (int i = 0; i < samples.size(); i++) {
            long start = samples.startTimes() == null ? 0 : samples.startTimes()[i];
            if (start != of(series, samples.times()[i])) {
                assertThat(start).as("start at %d", samples.times()[i]).isEqualTo(of(series, samples.times()[i]));
            }
        }
    }
}
