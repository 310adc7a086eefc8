package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * A function of a range vector: computes all steps of one series in one call, so that a window can be derived from the
 * one before. An instance belongs to one worker and may keep scratch arrays, and what it derived from the times, between
 * calls (see {@link WindowBounds#generation()}); results never depend on earlier calls.
 */
@FunctionalInterface
public interface RangeKernel {
    /**
     * Evaluates one series.
     *
     * @param samples the samples of the series that any window reads, without stale markers; not changed
     * @param windows which samples each step reads: indices {@code [first[step], end[step])}, empty for none
     * @param args the other arguments
     * @param out a cleared column; a step without result stays absent
     */
    void evaluate(SampleBuffer samples, WindowBounds windows, KernelArgs args, StepColumn out);
}
