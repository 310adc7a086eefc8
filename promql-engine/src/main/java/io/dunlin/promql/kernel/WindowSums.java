package io.dunlin.promql.kernel;

import java.util.Arrays;

/**
 * Compensated sums of many overlapping windows. Additions of one window must follow each other, each waiting for the one
 * before; so windows of equal length that begin at equal distances are added side by side: the j-th sample of all of them,
 * then the next. The error of an addition is found without a branch, by Knuth's two-sum, which gives the same bits as
 * Neumaier's rule unless the total is infinite; the loop over the windows then runs in vector registers. Used by one worker.
 */
final class WindowSums {
    private static final int MIN_RUN = 4;

    private double[] sums = new double[0];
    private double[] errors = new double[0];
    private double[] column = new double[0];
    private double[] runSums = new double[0];
    private double[] runErrors = new double[0];

    /** Adds up every window. */
    void compute(FloatWindows windows) {
        int steps = windows.grid.count();
        if (sums.length < steps) {
            sums = new double[steps];
            errors = new double[steps];
            column = new double[steps];
            runSums = new double[steps];
            runErrors = new double[steps];
        }
        for (int step = 0; step < steps; ) {
            int run = runLength(windows, step, steps);
            if (run >= MIN_RUN) {
                addRun(windows, step, run);
                step += run;
            } else {
                addOne(windows, step);
                step++;
            }
        }
    }

    /** Returns how many windows from a step on have the same length and distance. */
    private static int runLength(FloatWindows windows, int step, int steps) {
        int[] first = windows.first;
        int[] end = windows.end;
        if (step + 1 >= steps) {
            return 1;
        }
        int length = end[step] - first[step];
        int distance = first[step + 1] - first[step];
        int next = step + 1;
        while (next < steps && end[next] - first[next] == length && first[next] - first[next - 1] == distance) {
            next++;
        }
        return next - step;
    }

    private void addRun(FloatWindows windows, int step, int run) {
        int start = windows.first[step];
        int length = windows.end[step] - start;
        int distance = windows.first[step + 1] - start;
        Arrays.fill(runSums, 0, run, 0);
        Arrays.fill(runErrors, 0, run, 0);
        for (int j = 0; j < length; j++) {
            gather(windows.values, start + j, distance, run);
            addColumn(column, runSums, runErrors, run);
        }
        System.arraycopy(runSums, 0, sums, step, run);
        System.arraycopy(runErrors, 0, errors, step, run);
    }

    private void gather(double[] values, int start, int distance, int count) {
        if (distance == 1) {
            System.arraycopy(values, start, column, 0, count);
            return;
        }
        for (int i = 0, from = start; i < count; i++, from += distance) {
            column[i] = values[from];
        }
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

    private void addOne(FloatWindows windows, int step) {
        double sum = 0;
        double error = 0;
        for (int i = windows.first[step]; i < windows.end[step]; i++) {
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
