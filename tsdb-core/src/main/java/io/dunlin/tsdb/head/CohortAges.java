package io.dunlin.tsdb.head;

import java.time.Duration;

/**
 * How series grow old, in data time.
 *
 * @param cohort for how long new series are born into the same cohort
 * @param tenure how long after a cohort's last birth its living series move to the tenured table
 * @param idle how long a series must be silent to count as idle
 */
public record CohortAges(Duration cohort, Duration tenure, Duration idle) {
    /** Cohorts of 5 minutes, 10 minutes to tenure, idle after 5 minutes. */
    public static final CohortAges DEFAULT =
            new CohortAges(Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(5));

    /** Checks the ranges. */
    public CohortAges {
        if (cohort.toMillis() <= 0 || tenure.isNegative() || idle.isNegative()) {
            throw new IllegalArgumentException(
                    "ages must be positive: cohort=" + cohort + ", tenure=" + tenure + ", idle=" + idle);
        }
    }

    /** Returns how long a series must be silent to count as idle, in milliseconds: up to half less where memory is scarce. */
    long idleMillis(double scarcity) {
        return Math.round(idle.toMillis() * (1 - scarcity / 2));
    }

    /**
     * Returns how long after a cohort's last birth its living series move, in milliseconds: where memory is scarce, as soon as
     * those that were written once can count as idle.
     */
    long tenureMillis(double scarcity) {
        return scarcity == 0 ? tenure.toMillis() : Math.min(tenure.toMillis(), idleMillis(scarcity));
    }

    /** Returns ages in milliseconds. */
    static CohortAges ofMillis(long cohort, long tenure, long idle) {
        return new CohortAges(Duration.ofMillis(cohort), Duration.ofMillis(tenure), Duration.ofMillis(idle));
    }
}
