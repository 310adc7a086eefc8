package io.dunlin.promql.operator;

import io.dunlin.promql.histogram.HistogramMean;
import io.dunlin.promql.histogram.HistogramSum;
import io.dunlin.tsdb.model.FloatHistogram;

/** Sums or averages the histograms of one group at one step. */
interface HistogramAdder {
    /** Returns whether a histogram can be added: exponential and custom buckets do not mix. */
    boolean accepts(FloatHistogram histogram);

    /** Adds a histogram; returns whether custom bounds had to be reconciled, now or before. */
    boolean add(FloatHistogram histogram);

    /** Returns the result; nothing can be added afterwards. */
    FloatHistogram result();

    /** Returns an adder for {@code sum}. */
    static HistogramAdder sum(FloatHistogram first) {
        HistogramSum sum = HistogramSum.of(first);
        return new HistogramAdder() {
            @Override
            public boolean accepts(FloatHistogram histogram) {
                return sum.accepts(histogram);
            }

            @Override
            public boolean add(FloatHistogram histogram) {
                return sum.addCompensated(histogram).boundsReconciled();
            }

            @Override
            public FloatHistogram result() {
                return sum.settle().compact().toHistogram();
            }
        };
    }

    /** Returns an adder for {@code avg}. */
    static HistogramAdder mean(FloatHistogram first) {
        HistogramMean mean = new HistogramMean(first);
        return new HistogramAdder() {
            @Override
            public boolean accepts(FloatHistogram histogram) {
                return mean.accepts(histogram);
            }

            @Override
            public boolean add(FloatHistogram histogram) {
                mean.add(histogram);
                return mean.boundsReconciled();
            }

            @Override
            public FloatHistogram result() {
                return mean.mean().compact().toHistogram();
            }
        };
    }
}
