/**
 * The arithmetic under the kernels, in exactly the order in which Prometheus does it: compensated sums ({@link
 * io.dunlin.promql.math.KahanSum}) and the elementary functions whose last bit depends on the algorithm ({@link
 * io.dunlin.promql.math.Elementary}). Pure functions of primitives; imports nothing of the project.
 */
package io.dunlin.promql.math;
