/** Measures what {@code io.dunlin.tsdb.index} stands on. */
package io.dunlin.bench.index;
