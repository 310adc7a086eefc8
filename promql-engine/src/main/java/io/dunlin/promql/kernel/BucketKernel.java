package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;

/**
 * A function of one classic histogram, whose buckets are series of their own. An instance belongs to one worker and may
 * keep scratch arrays.
 */
@FunctionalInterface
public interface BucketKernel {
    /**
     * Evaluates one histogram at all steps.
     *
     * @param upperBounds the {@code le} value of each bucket in rising order; equal bounds ("1" and "1.0") may occur
     * @param buckets the cumulative counts of each bucket, parallel to {@code upperBounds}; a bucket can be absent at a
     *     step, and only its float steps count
     * @param args the other arguments
     * @param out a cleared column; a step at which no bucket is present stays absent
     */
    void evaluate(double[] upperBounds, StepColumn[] buckets, KernelArgs args, StepColumn out);
}
