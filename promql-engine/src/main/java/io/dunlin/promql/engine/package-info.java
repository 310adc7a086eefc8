/**
 * The door to the query engine: {@link io.dunlin.promql.engine.QueryEngine} takes a storage view and a PromQL string and
 * gives a {@link io.dunlin.promql.result.QueryResult}. Query step 1 of 4: parses, lets {@code io.dunlin.promql.plan} plan
 * and {@code io.dunlin.promql.operator} evaluate, and puts the result into its public form.
 */
package io.dunlin.promql.engine;
