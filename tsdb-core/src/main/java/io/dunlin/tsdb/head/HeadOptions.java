package io.dunlin.tsdb.head;

import java.time.InstantSource;

/**
 * What the head must be told.
 *
 * @param epochLength the length of an epoch, which is that of a level-1 block, in milliseconds of data time
 * @param outOfOrderWindow how old a sample may be, in milliseconds before data time, that is not later than its series'
 *     newest; 0 for none of them
 * @param ages how series grow old
 * @param exemplars the most exemplars kept
 * @param metricFamilies the most families whose metadata is kept
 * @param limits what a series may be
 * @param left what is known of series that have left the head
 * @param clock the time of day
 */
public record HeadOptions(
        long epochLength,
        long outOfOrderWindow,
        CohortAges ages,
        int exemplars,
        int metricFamilies,
        HeadLimits limits,
        LeftSeries left,
        InstantSource clock) {
    private static final int DEFAULT_EXEMPLARS = 100_000;
    private static final int DEFAULT_FAMILIES = 100_000;

    /** Checks the ranges. */
    public HeadOptions {
        if (epochLength <= 0 || outOfOrderWindow < 0 || exemplars < 0 || metricFamilies < 0) {
            throw new IllegalArgumentException(
                    "head options must be positive: epochLength=" + epochLength + ", outOfOrderWindow="
                            + outOfOrderWindow + ", exemplars=" + exemplars + ", metricFamilies=" + metricFamilies);
        }
    }

    /** Returns the usual options with an epoch length. */
    public static HeadOptions of(long epochLength) {
        return new HeadOptions(
                epochLength,
                0,
                CohortAges.DEFAULT,
                DEFAULT_EXEMPLARS,
                DEFAULT_FAMILIES,
                HeadLimits.NONE,
                LeftSeries.NONE,
                InstantSource.system());
    }

    /** Returns the same with a window for out-of-order samples, in milliseconds. */
    public HeadOptions withOutOfOrderWindow(long window) {
        return new HeadOptions(epochLength, window, ages, exemplars, metricFamilies, limits, left, clock);
    }

    /** Returns the same with another clock. */
    public HeadOptions withClock(InstantSource newClock) {
        return new HeadOptions(epochLength, outOfOrderWindow, ages, exemplars, metricFamilies, limits, left, newClock);
    }

    /** Returns the same with room for another number of exemplars. */
    public HeadOptions withExemplars(int most) {
        return new HeadOptions(epochLength, outOfOrderWindow, ages, most, metricFamilies, limits, left, clock);
    }

    /** Returns the same with other limits. */
    public HeadOptions withLimits(HeadLimits newLimits) {
        return new HeadOptions(epochLength, outOfOrderWindow, ages, exemplars, metricFamilies, newLimits, left, clock);
    }

    /** Returns the same that knows of series that have left the head. */
    public HeadOptions withLeft(LeftSeries newLeft) {
        return new HeadOptions(epochLength, outOfOrderWindow, ages, exemplars, metricFamilies, limits, newLeft, clock);
    }

    /** Returns the same with other ages. */
    public HeadOptions withAges(CohortAges newAges) {
        return new HeadOptions(epochLength, outOfOrderWindow, newAges, exemplars, metricFamilies, limits, left, clock);
    }
}
