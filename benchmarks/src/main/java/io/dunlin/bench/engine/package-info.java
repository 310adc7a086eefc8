/**
 * The query engine over a real database: its time as a JMH suite ({@link io.dunlin.bench.engine.RangeQueryBenchmark}), the
 * memory of aggregations as a program ({@link io.dunlin.bench.engine.AggregationMemoryCheck}).
 */
package io.dunlin.bench.engine;
