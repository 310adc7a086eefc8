package io.dunlin.promql.kernel;

/**
 * Runs of windows that have the same length and begin at equal distances, as they do where samples and steps are regular. What
 * must be added up sample by sample, each addition waiting for the one before, is added up side by side for all windows of a
 * run: the j-th sample of each, then the next.
 */
final class WindowRuns {
    /** Fewer windows than this are computed one by one. */
    static final int MIN_RUN = 4;

    private WindowRuns() {}

    /** Returns how many windows from a step on have the same length and distance. */
    static int length(FloatWindows windows, int step, int steps) {
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

    /** Copies every {@code distance}-th value from {@code start} on. */
    static void gather(double[] values, int start, int distance, double[] into, int count) {
        if (distance == 1) {
            System.arraycopy(values, start, into, 0, count);
            return;
        }
        for (int i = 0, from = start; i < count; i++, from += distance) {
            into[i] = values[from];
        }
    }
}
