package io.dunlin.promql.plan;

/**
 * The time range that a plan is made for, in milliseconds.
 *
 * @param start the first evaluation time
 * @param end the last evaluation time, as the caller gave it
 * @param step the distance of evaluation times, 0 for an instant query
 * @param defaultSubqueryStep the step of a subquery that names none
 */
public record QueryWindow(long start, long end, long step, long defaultSubqueryStep) {
    double stepSeconds() {
        return step / 1000.0;
    }

    double rangeSeconds() {
        return (end - start) / 1000.0;
    }
}
