/**
 * The checks of a syntax tree that need no data: types, argument counts, matching clauses, selectors that would select
 * everything; and the value of duration expressions. Driven by the tables of {@link io.dunlin.promql.function}; imports
 * {@link io.dunlin.promql.ast} and {@link io.dunlin.promql.text}.
 */
package io.dunlin.promql.check;
