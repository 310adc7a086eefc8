package io.dunlin.promql.histogram;

import io.dunlin.tsdb.model.FloatHistogram;

/**
 * The mean of histograms: a compensated sum divided at the end, or, from the histogram on that would make the sum
 * overflow, a running mean. Used by {@code avg} and {@code avg_over_time}. Mutable, not thread-safe.
 */
public final class HistogramMean {
    private HistogramSum sum;
    private double count = 1;
    private boolean running;
    private boolean boundsReconciled;

    /** Starts with the first histogram. */
    public HistogramMean(FloatHistogram first) {
        sum = HistogramSum.of(first);
    }

    /** Returns whether the histogram can be added. */
    public boolean accepts(FloatHistogram other) {
        return sum.accepts(other);
    }

    /** Returns whether any addition so far had to reconcile different custom bounds. */
    public boolean boundsReconciled() {
        return boundsReconciled;
    }

    /**
     * Adds a histogram.
     *
     * @throws IllegalArgumentException unless {@link #accepts} it
     */
    public void add(FloatHistogram next) {
        count++;
        if (!running) {
            HistogramSum extended = sum.copy().addCompensated(next);
            boundsReconciled |= extended.boundsReconciled();
            if (!extended.overflowed()) {
                sum = extended;
                return;
            }
            running = true;
            sum.divide(count - 1);
        }
        FloatHistogram share = HistogramSum.of(next).divide(count).toHistogram();
        sum.multiply((count - 1) / count).addCompensated(share);
        boundsReconciled |= sum.boundsReconciled();
    }

    /** Returns the mean; nothing can be added afterwards. */
    public HistogramSum mean() {
        if (!running) {
            sum.divide(count);
        }
        return sum.settle();
    }
}
