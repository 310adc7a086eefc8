package io.dunlin.promql.batch;

/**
 * The window that a range selector reads at each step: left-open, right-closed, {@code (end(i) − range, end(i)]} with
 * {@code end(i) = time(i) − offset}, or one constant window for all steps where the selector has an {@code @} modifier.
 * Times in Unix milliseconds. Immutable.
 *
 * <p>An {@code anchored} selector also reads the lookback delta before its window, a {@code smoothed} one the lookback
 * delta before and after: {@link #readAfter(int)} and {@link #readUpTo(int)} are the bounds of what is read, {@link
 * #start(int)} and {@link #end(int)} those of the window itself.
 *
 * @param steps the evaluation times
 * @param range the length of the window in milliseconds
 * @param offset how far the window lies before the evaluation time, in milliseconds; negative for after
 * @param fixed whether all steps read the window of time {@code at}
 * @param at the time of the {@code @} modifier, meaningful where {@code fixed}
 * @param edge what happens at the window's edges
 * @param lookback the lookback delta in milliseconds
 */
public record WindowGrid(
        StepGrid steps, long range, long offset, boolean fixed, long at, WindowEdge edge, long lookback) {
    /** Returns the windows of a plain range selector. */
    public static WindowGrid sliding(StepGrid steps, long range, long offset) {
        return new WindowGrid(steps, range, offset, false, 0, WindowEdge.PLAIN, 0);
    }

    /** Returns the number of steps. */
    public int count() {
        return steps.count();
    }

    /** Returns the evaluation time of a step, which is not moved by offset or {@code @}. */
    public long time(int step) {
        return steps.time(step);
    }

    /** Returns the right edge of a step's window, inclusive. */
    public long end(int step) {
        return (fixed ? at : steps.time(step)) - offset;
    }

    /** Returns the left edge of a step's window, exclusive. */
    public long start(int step) {
        return end(step) - range;
    }

    /** Returns the time after which samples are read for a step: the left edge less what the edge rule asks for. */
    public long readAfter(int step) {
        return start(step) - (edge == WindowEdge.PLAIN ? 0 : lookback);
    }

    /** Returns the time up to which samples are read for a step, inclusive. */
    public long readUpTo(int step) {
        return end(step) + (edge == WindowEdge.SMOOTHED ? lookback : 0);
    }
}
