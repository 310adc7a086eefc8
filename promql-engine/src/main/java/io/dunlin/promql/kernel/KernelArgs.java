package io.dunlin.promql.kernel;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.batch.StepGrid;
import io.dunlin.tsdb.model.Labels;
import java.util.function.IntFunction;

/**
 * What a kernel call gets besides its series: the scalar and string arguments of the function, where the arguments stand
 * in the query, the labels of the series at hand, and the sink for annotations. One instance a worker, reused from series
 * to series. Arguments are numbered as in the call, the vector argument included.
 */
public final class KernelArgs {
    /** So many samples are computed with in well under a tenth of a second. */
    private static final long WORK_BETWEEN_CHECKPOINTS = 1 << 22;

    private final StepGrid steps;
    private final double[][] numbers;
    private final String[] texts;
    private final int[] positions;
    private final boolean useStartTimestamps;
    private final Annotations annotations;
    private IntFunction<Labels> labels = series -> Labels.empty();
    private int series;
    private Runnable checkpoint = () -> {};
    private long work;

    /**
     * Makes arguments.
     *
     * @param steps the evaluation times
     * @param numbers for each argument of the call its value at every step, null where it is no scalar
     * @param texts for each argument its string, null where it is none
     * @param positions for each argument where it begins in the query, in UTF-16 units
     * @param useStartTimestamps whether rates and resets honour the start timestamps of samples
     * @param annotations where warnings and infos go
     */
    public KernelArgs(
            StepGrid steps,
            double[][] numbers,
            String[] texts,
            int[] positions,
            boolean useStartTimestamps,
            Annotations annotations) {
        this.steps = steps;
        this.numbers = numbers;
        this.texts = texts;
        this.positions = positions;
        this.useStartTimestamps = useStartTimestamps;
        this.annotations = annotations;
    }

    /** Says which series the next call evaluates: labels are made only when a kernel asks for them. */
    public void series(IntFunction<Labels> source, int number) {
        labels = source;
        series = number;
    }

    /** Says what ends the query where it was cancelled or has run too long. */
    public void checkpoint(Runnable action) {
        checkpoint = action;
    }

    /** Counts samples that were computed with: where windows are long, one series must not outlive the query's time. */
    void worked(long samples) {
        work += samples;
        if (work > WORK_BETWEEN_CHECKPOINTS) {
            work = 0;
            checkpoint.run();
        }
    }

    /** Returns the evaluation times. */
    public StepGrid steps() {
        return steps;
    }

    /** Returns how many arguments the call has. */
    public int count() {
        return numbers.length;
    }

    /** Returns the values of a scalar argument, one a step, or null where the call lacks this argument. */
    public double[] numbers(int argument) {
        return argument < numbers.length ? numbers[argument] : null;
    }

    /** Returns a string argument, or null where the call lacks it. */
    public String text(int argument) {
        return argument < texts.length ? texts[argument] : null;
    }

    /** Returns where an argument begins in the query, for annotations. */
    public int position(int argument) {
        return positions[argument];
    }

    /** Returns whether rates and resets honour the start timestamps of samples. */
    public boolean useStartTimestamps() {
        return useStartTimestamps;
    }

    /** Returns the labels of the series being evaluated. */
    public Labels series() {
        return labels.apply(series);
    }

    /** Returns the metric name of the series being evaluated, for annotations; empty for none. */
    public String metricName() {
        return series().metricName();
    }

    /** Returns the sink of warnings and infos. */
    public Annotations annotations() {
        return annotations;
    }
}
