package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.SampleBuffer;

/** Range functions that count or pick samples, whatever these are. */
final class SampleKernels {
    private SampleKernels() {}

    /** {@code count_over_time}. */
    static void count(SampleBuffer samples, WindowBounds windows, KernelArgs args, StepColumn out) {
        int[] first = windows.first();
        int[] end = windows.end();
        for (int step = 0; step < windows.count(); step++) {
            if (first[step] < end[step]) {
                out.set(step, end[step] - first[step]);
            }
        }
    }

    /** {@code present_over_time}, and what {@code absent_over_time} is made from. */
    static void present(SampleBuffer samples, WindowBounds windows, KernelArgs args, StepColumn out) {
        int[] first = windows.first();
        int[] end = windows.end();
        for (int step = 0; step < windows.count(); step++) {
            if (first[step] < end[step]) {
                out.set(step, 1);
            }
        }
    }

    /** {@code first_over_time}. */
    static void first(SampleBuffer samples, WindowBounds windows, KernelArgs args, StepColumn out) {
        int[] first = windows.first();
        int[] end = windows.end();
        for (int step = 0; step < windows.count(); step++) {
            if (first[step] < end[step]) {
                copy(samples, first[step], step, out);
            }
        }
    }

    /** {@code last_over_time}. */
    static void last(SampleBuffer samples, WindowBounds windows, KernelArgs args, StepColumn out) {
        int[] first = windows.first();
        int[] end = windows.end();
        for (int step = 0; step < windows.count(); step++) {
            if (first[step] < end[step]) {
                copy(samples, end[step] - 1, step, out);
            }
        }
    }

    private static void copy(SampleBuffer samples, int from, int step, StepColumn out) {
        FloatHistogram histogram = samples.hasHistograms() ? samples.histograms()[from] : null;
        if (histogram == null) {
            out.set(step, samples.values()[from]);
        } else {
            out.set(step, histogram);
        }
    }

    /** {@code ts_of_first_over_time}. */
    static void timeOfFirst(SampleBuffer samples, WindowBounds windows, KernelArgs args, StepColumn out) {
        int[] first = windows.first();
        int[] end = windows.end();
        for (int step = 0; step < windows.count(); step++) {
            if (first[step] < end[step]) {
                out.set(step, samples.times()[first[step]] / 1000.0);
            }
        }
    }

    /** {@code ts_of_last_over_time}. */
    static void timeOfLast(SampleBuffer samples, WindowBounds windows, KernelArgs args, StepColumn out) {
        int[] first = windows.first();
        int[] end = windows.end();
        for (int step = 0; step < windows.count(); step++) {
            if (first[step] < end[step]) {
                // Prometheus starts from zero and takes the later.
                out.set(step, Math.max(0, samples.times()[end[step] - 1]) / 1000.0);
            }
        }
    }
}
