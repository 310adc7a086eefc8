package io.dunlin.promql.kernel;

/** A function of scalars alone. */
@FunctionalInterface
public interface ScalarKernel {
    /**
     * Evaluates all steps.
     *
     * @param args the arguments
     * @param out receives one number a step
     */
    void evaluate(KernelArgs args, double[] out);
}
