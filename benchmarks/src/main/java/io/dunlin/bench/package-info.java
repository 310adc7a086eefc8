/** The door to the benchmarks: {@code dunlin bench} runs {@link io.dunlin.bench.BenchMain}. */
package io.dunlin.bench;
