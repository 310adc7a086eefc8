package io.dunlin.promql.operator;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the samples that the windows of an evaluation held, for the query's statistics: in all and, where asked for, for
 * each step. Thread-safe.
 *
 * <p>A part that is evaluated once for all steps counts at each of them. What is read inside a subquery counts nowhere: its
 * results are counted by the function that reads them.
 */
public final class SampleCounts {
    private final SampleCounts parent;
    private final int times;
    private final AtomicLong total = new AtomicLong();
    private final AtomicLongArray perStep;

    private SampleCounts(SampleCounts parent, int times, AtomicLongArray perStep) {
        this.parent = parent;
        this.times = times;
        this.perStep = perStep;
    }

    /** Returns counts for an evaluation of so many steps. */
    public static SampleCounts of(int steps, boolean perStep) {
        return new SampleCounts(null, 1, perStep ? new AtomicLongArray(steps) : null);
    }

    /** Returns counts for a part that is evaluated once for all of this evaluation's steps. */
    SampleCounts once(int steps) {
        return new SampleCounts(this, steps, null);
    }

    /** Returns counts for a subquery. */
    SampleCounts within() {
        return new SampleCounts(null, 0, null);
    }

    /** Returns whether {@link #add(int, long)} must be called for each step, beside {@link #add(long)}. */
    boolean wantsSteps() {
        return perStep != null;
    }

    /** Adds samples of all steps. */
    void add(long samples) {
        if (parent == null) {
            total.addAndGet(samples * times);
            return;
        }
        parent.add(samples * times);
        for (int step = 0; parent.wantsSteps() && step < times; step++) {
            parent.add(step, samples);
        }
    }

    /** Adds samples to one step, without adding them to the total. */
    void add(int step, long samples) {
        perStep.addAndGet(step, samples);
    }

    /** Returns the samples of all steps. */
    public long total() {
        return total.get();
    }

    /** Returns the samples of each step, or null where they are not counted. */
    public long[] steps() {
        if (perStep == null) {
            return null;
        }
        long[] steps = new long[perStep.length()];
        for (int step = 0; step < steps.length; step++) {
            steps[step] = perStep.get(step);
        }
        return steps;
    }
}
