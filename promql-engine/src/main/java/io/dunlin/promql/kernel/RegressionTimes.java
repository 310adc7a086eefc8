package io.dunlin.promql.kernel;

import io.dunlin.promql.math.KahanSum;

/**
 * What a regression needs of the times of each window: their sum and the sum of their squares, in seconds from a time near
 * them, and for runs of windows the seconds of the j-th samples side by side. Series scraped together share it. Used by one
 * worker.
 */
final class RegressionTimes {
    /** The most seconds kept for runs; beyond, windows are computed one by one. */
    private static final int MOST_SECONDS = 1 << 16;

    private long generation = -1;
    private double[] sumX = new double[0];
    private double[] sumXX = new double[0];
    private int[] runs = new int[0];
    private double[][][] seconds = new double[0][][];

    /** Prepares the windows; does nothing where times and windows are those of the call before. */
    void prepare(FloatWindows windows, boolean fromStep, KernelArgs args) {
        if (windows.areOf(generation)) {
            return;
        }
        generation = windows.generation;
        int steps = windows.grid.count();
        if (sumX.length < steps) {
            sumX = new double[steps];
            sumXX = new double[steps];
            runs = new int[steps];
            seconds = new double[steps][][];
        }
        for (int step = 0; step < steps; step++) {
            addUp(windows, step, origin(windows, step, fromStep));
            args.worked(windows.end[step] - windows.first[step]);
        }
        int room = MOST_SECONDS;
        for (int step = 0; step < steps; ) {
            int run = WindowRuns.length(windows, step, steps);
            int length = windows.end[step] - windows.first[step];
            boolean sideBySide = run >= WindowRuns.MIN_RUN && length > 1 && (long) run * length <= room;
            runs[step] = sideBySide ? run : 0;
            seconds[step] = sideBySide ? sideBySide(windows, step, run, fromStep) : null;
            room -= sideBySide ? run * length : 0;
            for (int i = step + 1; !sideBySide && i < step + run; i++) {
                runs[i] = 0;
            }
            step += run;
        }
    }

    private void addUp(FloatWindows windows, int step, long origin) {
        double x = 0;
        double xError = 0;
        double xx = 0;
        double xxError = 0;
        for (int i = windows.first[step]; i < windows.end[step]; i++) {
            double second = seconds(windows.times[i], origin);
            double total = x + second;
            xError = KahanSum.error(second, x, total, xError);
            x = total;
            double square = second * second;
            total = xx + square;
            xxError = KahanSum.error(square, xx, total, xxError);
            xx = total;
        }
        sumX[step] = x + xError;
        sumXX[step] = xx + xxError;
    }

    private static double[][] sideBySide(FloatWindows windows, int step, int run, boolean fromStep) {
        double[][] all = new double[windows.end[step] - windows.first[step]][run];
        for (int i = 0; i < run; i++) {
            long origin = origin(windows, step + i, fromStep);
            for (int j = 0; j < all.length; j++) {
                all[j][i] = seconds(windows.times[windows.first[step + i] + j], origin);
            }
        }
        return all;
    }

    /** Returns the time from which a window's times are counted: the step's own or, where it has one, its first sample's. */
    static long origin(FloatWindows windows, int step, boolean fromStep) {
        int first = windows.first[step];
        return fromStep || first == windows.end[step] ? windows.grid.time(step) : windows.times[first];
    }

    static double seconds(long time, long origin) {
        return (time - origin) / 1e3;
    }

    /** Returns how many windows from a step on are to be computed side by side, or 0. */
    int run(int step) {
        return runs[step];
    }

    /** Returns the seconds of the j-th samples of the windows of the run that begins at a step. */
    double[] seconds(int step, int j) {
        return seconds[step][j];
    }

    /** Returns the sum of a window's times. */
    double sumX(int step) {
        return sumX[step];
    }

    /** Returns the sum of the squares of a window's times. */
    double sumXX(int step) {
        return sumXX[step];
    }
}
