package io.dunlin.promql.engine;

import java.time.Duration;

/**
 * What one query asks for.
 *
 * @param lookbackDelta how far an instant selector looks back; zero for the engine's default
 * @param timeout how long it may take; zero, or more than the engine allows, for the engine's limit
 * @param perStepStatistics whether samples are counted per step (feature {@code promql-per-step-stats})
 * @param cancellation lets another thread stop the query
 */
public record QueryOptions(
        Duration lookbackDelta, Duration timeout, boolean perStepStatistics, Cancellation cancellation) {
    /** Returns the engine's defaults with a cancellation of their own. */
    public static QueryOptions defaults() {
        return new QueryOptions(Duration.ZERO, Duration.ZERO, false, new Cancellation());
    }
}
