/**
 * Pure functions over arrays, one class a family, usable without an engine: each call computes all steps of one series.
 * A {@link io.dunlin.promql.kernel.RangeKernel} turns samples into a column, an {@link
 * io.dunlin.promql.kernel.InstantKernel} a column into a column, a {@link io.dunlin.promql.kernel.BucketKernel} the
 * columns of one classic histogram into a column. Operators choose and call them; kernels know no plan and no storage.
 */
package io.dunlin.promql.kernel;
