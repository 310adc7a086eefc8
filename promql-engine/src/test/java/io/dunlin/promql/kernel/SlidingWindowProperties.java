package io.dunlin.promql.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.StepGrid;
import io.dunlin.promql.batch.WindowGrid;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.kernel.WindowByWindow.Definition;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Kernels that derive windows from one another give the same bits as their definitions do. */
class SlidingWindowProperties {
    private static final int TRIES = 400;

    /** The distance of samples where windows are to fall into runs, in milliseconds. */
    private static final int REGULAR = 15_000;

    @Property(tries = TRIES)
    void sums(@ForAll long seed, @ForAll @IntRange(max = 5) int kind) {
        check(PromqlFunction.SUM_OVER_TIME, seed, kind, (window, grid, step) -> WindowByWindow.sum(window));
    }

    @Property(tries = TRIES)
    void means(@ForAll long seed, @ForAll @IntRange(max = 5) int kind) {
        check(PromqlFunction.AVG_OVER_TIME, seed, kind, (window, grid, step) -> WindowByWindow.mean(window));
    }

    @Property(tries = TRIES)
    void minima(@ForAll long seed, @ForAll @IntRange(max = 5) int kind) {
        check(PromqlFunction.MIN_OVER_TIME, seed, kind, (window, grid, step) -> WindowByWindow.extreme(window, false));
    }

    @Property(tries = TRIES)
    void maxima(@ForAll long seed, @ForAll @IntRange(max = 5) int kind) {
        check(PromqlFunction.MAX_OVER_TIME, seed, kind, (window, grid, step) -> WindowByWindow.extreme(window, true));
    }

    @Property(tries = TRIES)
    void quantiles(
            @ForAll long seed,
            @ForAll @IntRange(max = 5) int kind,
            @ForAll @DoubleRange(min = -0.1, max = 1.1) double phi) {
        check(
                PromqlFunction.QUANTILE_OVER_TIME,
                seed,
                kind,
                (window, grid, step) -> WindowByWindow.quantile(window, phi),
                phi);
    }

    @Property(tries = TRIES)
    void variances(@ForAll long seed, @ForAll @IntRange(max = 5) int kind) {
        check(PromqlFunction.STDVAR_OVER_TIME, seed, kind, (window, grid, step) -> WindowByWindow.variance(window));
    }

    @Property(tries = TRIES)
    void slopes(@ForAll long seed, @ForAll @IntRange(max = 5) int kind) {
        check(PromqlFunction.DERIV, seed, kind, (window, grid, step) -> WindowByWindow.slope(window));
    }

    @Property(tries = TRIES)
    void predictions(@ForAll long seed, @ForAll @IntRange(max = 5) int kind) {
        check(
                PromqlFunction.PREDICT_LINEAR,
                seed,
                kind,
                (window, grid, step) -> WindowByWindow.prediction(window, grid.time(step), 600),
                0,
                600);
    }

    @Property(tries = TRIES)
    void rates(@ForAll long seed, @ForAll @IntRange(max = 5) int kind) {
        check(
                PromqlFunction.RATE,
                seed,
                kind,
                (window, grid, step) -> WindowByWindow.rate(window, grid, step, true, true));
    }

    @Property(tries = TRIES)
    void increases(@ForAll long seed, @ForAll @IntRange(max = 5) int kind) {
        check(
                PromqlFunction.INCREASE,
                seed,
                kind,
                (window, grid, step) -> WindowByWindow.rate(window, grid, step, true, false));
    }

    @Property(tries = TRIES)
    void deltas(@ForAll long seed, @ForAll @IntRange(max = 5) int kind) {
        check(
                PromqlFunction.DELTA,
                seed,
                kind,
                (window, grid, step) -> WindowByWindow.rate(window, grid, step, false, false));
    }

    @Property(tries = TRIES)
    void resets(@ForAll long seed, @ForAll @IntRange(max = 5) int kind) {
        check(PromqlFunction.RESETS, seed, kind, (window, grid, step) -> WindowByWindow.resets(window));
    }

    @Property(tries = TRIES)
    void changes(@ForAll long seed, @ForAll @IntRange(max = 5) int kind) {
        check(PromqlFunction.CHANGES, seed, kind, (window, grid, step) -> WindowByWindow.changes(window));
    }

    @Property(tries = TRIES)
    void counts(@ForAll long seed, @ForAll @IntRange(max = 5) int kind) {
        check(PromqlFunction.COUNT_OVER_TIME, seed, kind, (window, grid, step) -> window.size());
    }

    /** Evaluates two series with one kernel, as a worker does, so that what is kept between series is tested too. */
    private static void check(PromqlFunction function, long seed, int kind, Definition definition, double... numbers) {
        Random random = new Random(seed);
        long range = 1000L * (1 + random.nextInt(600));
        boolean regular = random.nextBoolean();
        long distance = regular ? REGULAR * (1 + random.nextInt(2)) : 1 + random.nextInt(60_000);
        StepGrid steps = new StepGrid(random.nextInt(100_000), 600_000, distance);
        WindowGrid grid = WindowGrid.sliding(steps, range, random.nextInt(3) * 7000L - 7000L);
        KernelRun run = new KernelRun(grid, numbers);
        RangeKernel kernel = KernelTable.of(function).newRangeKernel();
        for (int series = 0; series < 2; series++) {
            SampleBuffer samples = samples(random, kind, regular);
            StepColumn actual = run.range(kernel, samples);
            double[] expected = WindowByWindow.evaluate(samples, grid, definition);
            for (int step = 0; step < expected.length; step++) {
                assertThat(actual.has(step)).isEqualTo(!WindowByWindow.isNothing(expected[step]));
                if (actual.has(step)) {
                    assertThat(bits(actual.values()[step])).isEqualTo(bits(expected[step]));
                }
            }
        }
    }

    /** All NaNs are one here: arithmetic does not promise which it gives. */
    private static long bits(double value) {
        return Double.doubleToLongBits(value);
    }

    private static SampleBuffer samples(Random random, int kind, boolean regular) {
        SampleBuffer samples = new SampleBuffer();
        long time = random.nextInt(30_000);
        double value = random.nextInt(5);
        int count = random.nextInt(80);
        boolean starts = random.nextInt(3) == 0;
        for (int i = 0; i < count; i++) {
            samples.add(time, value);
            if (starts && random.nextBoolean()) {
                samples.startTime(i, Math.max(0, time - random.nextInt(40_000) + 2000));
            }
            time += regular ? REGULAR : random.nextInt(8) == 0 ? 60_000 : 5_000 + random.nextInt(10_000);
            value = next(random, kind, value);
        }
        return samples;
    }

    private static double next(Random random, int kind, double value) {
        return switch (kind) {
            case 0 -> random.nextInt(12) == 0 ? random.nextInt(3) : value + random.nextInt(20);
            case 1 -> random.nextInt(12) == 0 ? random.nextDouble() : value + random.nextDouble() * 20;
            case 2 -> (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(30) - 10);
            case 3 -> special(random);
            case 4 -> random.nextInt(4) == 0 ? -0.0 : random.nextInt(3) - 1;
            default -> random.nextBoolean() ? value : random.nextInt(4) * 0x1p52;
        };
    }

    private static double special(Random random) {
        double[] values = {
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            0.1,
            -0.0,
            1e-320
        };
        return values[random.nextInt(values.length)];
    }
}
