/** JMH suites of the query engine over a real database: {@link io.dunlin.bench.engine.RangeQueryBenchmark}. */
package io.dunlin.bench.engine;
