package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepGrid;

/** Evaluation times as values. */
final class Times {
    private Times() {}

    /** Returns the evaluation times in seconds. */
    static double[] seconds(StepGrid grid) {
        double[] seconds = new double[grid.count()];
        for (int step = 0; step < seconds.length; step++) {
            seconds[step] = grid.time(step) / 1000.0;
        }
        return seconds;
    }
}
