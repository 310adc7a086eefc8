/**
 * What a query will do. Query step 2 of 4: takes the syntax tree from {@code io.dunlin.promql.parser}, gives a {@link
 * io.dunlin.promql.plan.Plan} to {@code io.dunlin.promql.operator}. The {@link io.dunlin.promql.plan.Planner} resolves
 * durations, {@code @} and the query's constants; then each rewrite, one class each, makes the plan cheaper without
 * changing what it means. {@link io.dunlin.promql.plan.PlanPrinter} shows a plan as text.
 */
package io.dunlin.promql.plan;
