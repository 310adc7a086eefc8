/**
 * The shapes in which the engine holds data: the grid of evaluation times ({@link io.dunlin.promql.batch.StepGrid}), the
 * windows of a range selector over it ({@link io.dunlin.promql.batch.WindowGrid}), and one series' results at all steps
 * ({@link io.dunlin.promql.batch.StepColumn}). Everything in the engine works on whole columns: no object and no virtual
 * call per sample. Imports {@code io.dunlin.tsdb.model} and {@code io.dunlin.tsdb.storage} only.
 */
package io.dunlin.promql.batch;
