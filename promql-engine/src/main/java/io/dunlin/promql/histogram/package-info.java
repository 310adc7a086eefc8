/**
 * Arithmetic on native histograms ({@link io.dunlin.tsdb.model.FloatHistogram}), exponential and with custom buckets, in
 * Prometheus's order of operations. Query step between storage and kernels: range functions, aggregations and binary
 * operators call it; it knows nothing of series, time or annotations, and imports {@code io.dunlin.tsdb.model},
 * {@code io.dunlin.promql.number} and {@link io.dunlin.promql.math} only.
 *
 * <p>{@link io.dunlin.promql.histogram.HistogramSum} is the one mutable class: a histogram that others are added
 * to, with or without compensation. The rest are functions from immutable histograms to numbers or new histograms.
 */
package io.dunlin.promql.histogram;
