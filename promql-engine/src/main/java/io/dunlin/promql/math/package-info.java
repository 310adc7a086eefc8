/**
 * The arithmetic under the kernels, in exactly the order in which Prometheus does it: compensated sums ({@link
 * io.dunlin.promql.math.KahanSum}) and the functions whose last bit depends on the algorithm ({@link
 * io.dunlin.promql.math.Exponential}, {@link io.dunlin.promql.math.Trigonometry}, {@link
 * io.dunlin.promql.math.Hyperbolic}, {@link io.dunlin.promql.math.GoPow}). Pure functions of primitives; imports nothing
 * of the project.
 */
package io.dunlin.promql.math;
