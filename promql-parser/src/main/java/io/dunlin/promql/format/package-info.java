/**
 * Prints syntax trees as PromQL: on one line as Prometheus stores queries, or over several lines for people. Imports
 * {@link io.dunlin.promql.ast}, {@link io.dunlin.promql.function}, {@link io.dunlin.promql.number} and
 * {@link io.dunlin.promql.text}.
 */
package io.dunlin.promql.format;
