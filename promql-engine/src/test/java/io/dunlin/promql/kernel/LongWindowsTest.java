package io.dunlin.promql.kernel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.tsdb.storage.SampleBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions whose cost grows with the length of the window look at the query's time in the middle of a series. */
class LongWindowsTest {
    private static final int SECOND = 1000;
    private static final int SAMPLES = 12_000;
    private static final int HOURS = 7_200 * SECOND;

    @ParameterizedTest
    @EnumSource(
            value = PromqlFunction.class,
            names = {
                "MAD_OVER_TIME",
                "DOUBLE_EXPONENTIAL_SMOOTHING",
                "STDDEV_OVER_TIME",
                "DERIV",
                "PREDICT_LINEAR",
                "SUM_OVER_TIME",
                "QUANTILE_OVER_TIME"
            })
    void shouldBeStoppedWithinOneSeries(PromqlFunction function) {
        double[] values = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            values[i] = i * i / 3.0;
        }
        SampleBuffer samples = KernelRun.floats(0, SECOND, values);
        KernelRun run = KernelRun.sliding(HOURS, (long) SAMPLES * SECOND, SECOND, HOURS, 0.5, 0.5, 0.5);
        run.args().checkpoint(() -> {
            throw new IllegalStateException("the query's time is up");
        });
        assertThatThrownBy(() -> run.range(function, samples)).hasMessage("the query's time is up");
    }
}
