/**
 * Warnings and infos that an evaluation adds to its result, with Prometheus's texts. Kernels and operators write them
 * into {@link io.dunlin.promql.annotation.Annotations}; the engine prints them. Imports {@code io.dunlin.promql.number} and {@code io.dunlin.tsdb.model} only.
 */
package io.dunlin.promql.annotation;
