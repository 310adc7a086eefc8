package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.batch.StepGrid;
import io.dunlin.promql.kernel.KernelArgs;

/**
 * The evaluated arguments of a call besides its vector.
 *
 * @param steps the evaluation times
 * @param numbers the value of each scalar argument at every step, null for other arguments
 * @param texts the value of each string argument, null for other arguments
 * @param positions where each argument begins in the query
 */
record CallArguments(StepGrid steps, double[][] numbers, String[] texts, int[] positions) {
    /** Returns the arguments in the form kernels take, for one worker, with annotations going to a sink. */
    KernelArgs forWorker(QueryContext context, Annotations sink) {
        KernelArgs args =
                new KernelArgs(steps, numbers, texts, positions, context.modes().useStartTimestamps(), sink);
        args.checkpoint(context::checkpoint);
        return args;
    }
}
