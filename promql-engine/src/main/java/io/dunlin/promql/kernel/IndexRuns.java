package io.dunlin.promql.kernel;

import java.util.Arrays;

/**
 * Indices, one a step, as a few runs in which each is the one before or the next, as the edges of windows are where samples
 * come once a step: what they point at is then copied run by run instead of one by one.
 */
final class IndexRuns {
    /** With more runs than this, copying one by one is as fast. */
    private static final int MOST_RUNS = 8;

    private final int[] starts = new int[MOST_RUNS + 1];
    private final int[] strides = new int[MOST_RUNS];
    private int[] indices = {};
    private int count;

    /** Looks at the first {@code steps} indices, which must stay as they are; returns false where they are no such runs. */
    boolean find(int[] of, int steps) {
        indices = of;
        count = 0;
        int step = 0;
        while (step < steps && count < MOST_RUNS) {
            int stride = step + 1 < steps ? of[step + 1] - of[step] : 0;
            if (stride != 0 && stride != 1) {
                return false;
            }
            int next = step + 1;
            while (next < steps && of[next] - of[next - 1] == stride) {
                next++;
            }
            starts[count] = step;
            strides[count++] = stride;
            starts[count] = next;
            step = next;
        }
        return step == steps;
    }

    /** Copies what the indices point at, one a step. */
    void copy(double[] from, double[] to) {
        for (int run = 0; run < count; run++) {
            int step = starts[run];
            int index = indices[step];
            if (strides[run] == 0) {
                Arrays.fill(to, step, starts[run + 1], from[index]);
            } else {
                System.arraycopy(from, index, to, step, starts[run + 1] - step);
            }
        }
    }
}
