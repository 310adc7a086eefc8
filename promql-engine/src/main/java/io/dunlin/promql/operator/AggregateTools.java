package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import java.util.function.IntFunction;

/**
 * What the accumulators of one aggregation share.
 *
 * @param steps the number of steps
 * @param metricNames gives the metric name of a series, for annotations
 * @param annotations where warnings and infos go
 * @param name the operator, for annotations
 * @param position where the aggregated expression begins
 */
record AggregateTools(int steps, IntFunction<String> metricNames, Annotations annotations, String name, int position) {}
