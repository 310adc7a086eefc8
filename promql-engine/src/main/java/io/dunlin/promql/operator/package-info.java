/**
 * Evaluates plans. Query step 3 of 4: the {@link io.dunlin.promql.operator.Evaluator} turns each plan node into an operand.
 * A vector is a {@link io.dunlin.promql.operator.SeriesSource}: its series and their labels are known at once, their values
 * are computed a whole column at a time when someone reads them, so that {@code sum by (x) (rate(m[5m]))} decodes a
 * series, slides its window and adds it to its group without keeping it. What needs all values at once (joins, sorting,
 * duplicates) holds them in a {@link io.dunlin.promql.operator.Frame}.
 *
 * <p>Columns are computed by {@link io.dunlin.promql.operator.ColumnPump} on several workers and consumed in series order,
 * so results do not depend on the number of workers. Imports the storage interfaces, the plan, the kernels; not the door.
 */
package io.dunlin.promql.operator;
