package io.dunlin.promql.kernel;

import java.util.Arrays;

/**
 * Compensated sums of many overlapping windows, run by run ({@link WindowRuns}). The error of an addition is found without a
 * branch, by Knuth's two-sum, which gives the same bits as Neumaier's rule unless the total is infinite; the loop over the
 * windows then runs in vector registers. Used by one worker.
 */
final class WindowSums {
    private double[] sums = new double[0];
    private double[] errors = new double[0];
    private double[] column = new double[0];
    private double[] runSums = new double[0];
    private double[] runErrors = new double[0];

    /** Adds up every window. */
    void compute(FloatWindows windows, KernelArgs args) {
        int steps = windows.grid.count();
        if (sums.length < steps) {
            sums = new double[steps];
            errors = new double[steps];
            column = new double[steps];
            runSums = new double[steps];
            runErrors = new double[steps];
        }
        for (int step = 0; step < steps; ) {
            int run = WindowRuns.length(windows, step, steps);
            if (run >= WindowRuns.MIN_RUN) {
                addRun(windows, step, run, args);
                step += run;
            } else {
                addOne(windows, step);
                args.worked(windows.end[step] - windows.first[step]);
                step++;
            }
        }
    }

    private void addRun(FloatWindows windows, int step, int run, KernelArgs args) {
        int start = windows.first[step];
        int length = windows.end[step] - start;
        int distance = windows.first[step + 1] - start;
        Arrays.fill(runSums, 0, run, 0);
        Arrays.fill(runErrors, 0, run, 0);
        for (int j = 0; j < length; j++) {
            WindowRuns.gather(windows.values, start + j, distance, column, run);
            addColumn(column, runSums, runErrors, run);
            args.worked(run);
        }
        System.arraycopy(runSums, 0, sums, step, run);
        System.arraycopy(runErrors, 0, errors, step, run);
    }

    private static void addColumn(double[] values, double[] sums, double[] errors, int count) {
        for (int i = 0; i < count; i++) {
            double value = values[i];
            double sum = sums[i];
            double total = sum + value;
            double part = total - sum;
            errors[i] += (sum - (total - part)) + (value - part);
            sums[i] = total;
        }
    }

    /** A window that only grew since the step before, as all do where a series is younger than they are long, goes on. */
    private void addOne(FloatWindows windows, int step) {
        int from = windows.first[step];
        double sum = 0;
        double error = 0;
        if (step > 0 && windows.first[step - 1] == from && windows.end[step - 1] <= windows.end[step]) {
            from = windows.end[step - 1];
            sum = sums[step - 1];
            error = errors[step - 1];
        }
        for (int i = from; i < windows.end[step]; i++) {
            double value = windows.values[i];
            double total = sum + value;
            double part = total - sum;
            error += (sum - (total - part)) + (value - part);
            sum = total;
        }
        sums[step] = sum;
        errors[step] = error;
    }

    /** Returns the sum of a step's window without its error; infinite where the sum overflows. */
    double sum(int step) {
        return sums[step];
    }

    /** Returns the error of a step's sum; meaningless where that is infinite. */
    double error(int step) {
        return errors[step];
    }
}
