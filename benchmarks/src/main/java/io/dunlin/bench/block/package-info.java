/** Benchmarks of blocks: writing, merging, selecting and reading them at the cardinality of per-request series. */
package io.dunlin.bench.block;
