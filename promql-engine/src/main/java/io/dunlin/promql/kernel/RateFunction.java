package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.promql.batch.WindowEdge;
import io.dunlin.tsdb.storage.SampleBuffer;

/** {@code rate}, {@code increase} and {@code delta}, by the range selector's mode. */
final class RateFunction implements RangeKernel {
    private final RangeKernel plain;
    private final RangeKernel extended;

    RateFunction(boolean counter, boolean perSecond) {
        plain = RangeFunction.ofEither(new ExtrapolatedRate(counter, perSecond), new HistogramRate(counter, perSecond));
        extended = RangeFunction.ofEither(
                new ExtendedRate(counter, perSecond), new ExtendedHistogramRate(counter, perSecond));
    }

    @Override
    public void evaluate(SampleBuffer samples, WindowBounds windows, KernelArgs args, StepColumn out) {
        RangeKernel kernel = windows.grid().edge() == WindowEdge.PLAIN ? plain : extended;
        kernel.evaluate(samples, windows, args, out);
    }
}
