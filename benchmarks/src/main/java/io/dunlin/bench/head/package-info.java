/** Benchmarks of {@code io.dunlin.tsdb.head}: append of known and new series, select and read at a million series. */
package io.dunlin.bench.head;
