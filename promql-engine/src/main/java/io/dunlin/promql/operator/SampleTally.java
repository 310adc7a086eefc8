package io.dunlin.promql.operator;

/** Counts of samples, in all and for each step. Used by one worker, then read by the thread that awaited it. */
public final class SampleTally {
    private final long[] heldAt;
    private final long[] readAt;
    private long held;
    private long read;

    SampleTally(int stepsOfHeld, int stepsOfRead) {
        heldAt = new long[stepsOfHeld];
        readAt = new long[stepsOfRead];
    }

    /** Adds samples of all steps: those that windows held, and those that were read. */
    void add(long inWindows, long fromStorage) {
        held += inWindows;
        read += fromStorage;
    }

    /** Returns whether {@link #addStep} must be called for each step, beside {@link #add(long, long)}. */
    boolean countsSteps() {
        return readAt.length > 0;
    }

    /** Adds samples to one step, without adding them to the totals. */
    void addStep(int step, long inWindow, long fromStorage) {
        if (heldAt.length > 0) {
            heldAt[step] += inWindow;
        }
        readAt[step] += fromStorage;
    }

    void add(SampleTally other) {
        held += other.held;
        read += other.read;
        for (int step = 0; step < heldAt.length; step++) {
            heldAt[step] += other.heldAt[step];
        }
        for (int step = 0; step < readAt.length; step++) {
            readAt[step] += other.readAt[step];
        }
    }

    /** Returns the samples that all windows held, one in several windows counted in each. */
    public long held() {
        return held;
    }

    /** Returns the samples read, one in several windows counted once. */
    public long read() {
        return read;
    }

    long read(int step) {
        return readAt[step];
    }

    /** Returns the samples that the windows of each step held, or null where they are not counted. */
    public long[] heldPerStep() {
        return heldAt.length == 0 ? null : heldAt;
    }

    /** Returns the samples that each step read, or null where they are not counted. */
    public long[] readPerStep() {
        return heldAt.length == 0 ? null : readAt;
    }
}
