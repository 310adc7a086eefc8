package io.dunlin.promql.operator;

/**
 * How operators evaluate, as the engine's features say.
 *
 * @param lookbackDelta how far instant selectors look back, in milliseconds
 * @param delayedNameRemoval whether metric names are removed from results only at the end
 * @param typeAndUnitLabels whether {@code __type__} tells counters from gauges
 * @param useStartTimestamps whether rates honour start timestamps
 */
public record QueryModes(
        long lookbackDelta, boolean delayedNameRemoval, boolean typeAndUnitLabels, boolean useStartTimestamps) {}
