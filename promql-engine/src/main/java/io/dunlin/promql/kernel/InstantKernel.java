package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;

/**
 * A function of an instant vector that treats each series alone: computes all steps of one series in one call. An
 * instance belongs to one worker and may keep scratch arrays.
 */
@FunctionalInterface
public interface InstantKernel {
    /**
     * Evaluates one series.
     *
     * @param in the argument's values; not changed
     * @param args the other arguments
     * @param out a cleared column other than {@code in}; a step without result stays absent
     */
    void evaluate(StepColumn in, KernelArgs args, StepColumn out);
}
