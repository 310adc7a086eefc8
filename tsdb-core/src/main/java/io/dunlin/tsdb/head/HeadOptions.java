package io.dunlin.tsdb.head;

import java.time.InstantSource;

/**
 * What the head must be told. Times are milliseconds of data time.
 *
 * @param epochLength the length of an epoch, which is that of a level-1 block
 * @param cohortLength for how long new series are born into the same cohort
 * @param tenureAge how long after its birth a cohort's living series are moved to the tenured table
 * @param idleTime how long a series must be silent to count as idle
 * @param exemplars the most exemplars kept
 * @param metricFamilies the most families whose metadata is kept
 * @param limits what a series may be
 * @param clock the time of day
 */
public record HeadOptions(
        long epochLength,
        long cohortLength,
        long tenureAge,
        long idleTime,
        int exemplars,
        int metricFamilies,
        HeadLimits limits,
        InstantSource clock) {
    private static final long MINUTE = 60_000L;

    /** Checks the ranges. */
    public HeadOptions {
        if (epochLength <= 0 || cohortLength <= 0 || tenureAge < 0 || idleTime < 0) {
            throw new IllegalArgumentException("lengths of time must be positive: epochLength=" + epochLength
                    + ", cohortLength=" + cohortLength + ", tenureAge=" + tenureAge + ", idleTime=" + idleTime);
        }
    }

    /** Returns the usual options with an epoch length. */
    public static HeadOptions of(long epochLength) {
        return new HeadOptions(
                epochLength,
                5 * MINUTE,
                10 * MINUTE,
                5 * MINUTE,
                100_000,
                100_000,
                HeadLimits.NONE,
                InstantSource.system());
    }

    /** Returns the same with another clock. */
    public HeadOptions withClock(InstantSource newClock) {
        return new HeadOptions(
                epochLength, cohortLength, tenureAge, idleTime, exemplars, metricFamilies, limits, newClock);
    }

    /** Returns the same with room for another number of exemplars. */
    public HeadOptions withExemplars(int most) {
        return new HeadOptions(epochLength, cohortLength, tenureAge, idleTime, most, metricFamilies, limits, clock);
    }

    /** Returns the same with other limits. */
    public HeadOptions withLimits(HeadLimits newLimits) {
        return new HeadOptions(
                epochLength, cohortLength, tenureAge, idleTime, exemplars, metricFamilies, newLimits, clock);
    }

    /** Returns the same with other ages of cohorts. */
    public HeadOptions withAges(long newCohortLength, long newTenureAge, long newIdleTime) {
        return new HeadOptions(
                epochLength, newCohortLength, newTenureAge, newIdleTime, exemplars, metricFamilies, limits, clock);
    }
}
