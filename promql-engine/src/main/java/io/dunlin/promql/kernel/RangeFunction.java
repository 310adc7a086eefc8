package io.dunlin.promql.kernel;

import io.dunlin.promql.annotation.Infos;
import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * A range function that treats floats and histograms apart: one part computes the windows of floats, another those of
 * histograms, and a rule says what a window with both means.
 */
final class RangeFunction implements RangeKernel {
    /** What a window with floats and histograms means. */
    enum MixRule {
        /** No result and a warning. */
        REFUSE,
        /** The histograms are ignored, with an info. */
        FLOATS_ONLY
    }

    /** Computes all windows of floats. An instance belongs to one kernel and may keep scratch arrays. */
    @FunctionalInterface
    interface FloatPart {
        /** Sets the result of each step; a window without floats has none. */
        void evaluate(FloatWindows windows, KernelArgs args, StepColumn out);
    }

    /** Computes one window of histograms. */
    @FunctionalInterface
    interface HistogramPart {
        /** Sets the result of a step whose window holds the histograms {@code [from, to)}, at least one. */
        void evaluate(HistogramWindows windows, int step, int from, int to, KernelArgs args, StepColumn out);
    }

    /** What a histogram costs more than a float, in orders of magnitude. */
    private static final int HISTOGRAM_WORK = 64;

    private static final HistogramPart NOTHING = (windows, step, from, to, args, out) -> {};

    private final FloatPart floats;
    private final HistogramPart histograms;
    private final MixRule rule;
    private final SplitSamples split = new SplitSamples();

    private RangeFunction(FloatPart floats, HistogramPart histograms, MixRule rule) {
        this.floats = floats;
        this.histograms = histograms;
        this.rule = rule;
    }

    /** A function of floats; histograms beside them are ignored with an info. */
    static RangeFunction ofFloats(FloatPart floats) {
        return new RangeFunction(floats, NOTHING, MixRule.FLOATS_ONLY);
    }

    /** A function of floats or of histograms, but not of both in one window. */
    static RangeFunction ofEither(FloatPart floats, HistogramPart histograms) {
        return new RangeFunction(floats, histograms, MixRule.REFUSE);
    }

    @Override
    public void evaluate(SampleBuffer samples, WindowBounds windows, KernelArgs args, StepColumn out) {
        boolean hasHistograms = split.split(samples, windows, args.useStartTimestamps());
        floats.evaluate(split.floats, args, out);
        if (!hasHistograms) {
            return;
        }
        for (int step = 0; step < windows.count(); step++) {
            int from = split.histograms.first[step];
            int to = split.histograms.end[step];
            boolean mixed = from < to && split.floats.first[step] < split.floats.end[step];
            if (mixed && rule == MixRule.REFUSE) {
                out.unset(step);
                args.annotations().add(Warnings.mixedFloatsHistograms(args.metricName(), args.position(0)));
            } else if (mixed) {
                args.annotations().add(Infos.histogramIgnoredInMixedRange(args.metricName(), args.position(0)));
            } else if (from < to) {
                args.worked((long) HISTOGRAM_WORK * (to - from));
                histograms.evaluate(split.histograms, step, from, to, args, out);
            }
        }
    }
}
