package io.dunlin.promql.kernel;

import io.dunlin.promql.annotation.Annotation;
import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.StepGrid;
import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.promql.batch.WindowGrid;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;
import java.util.List;

/** Calls kernels without an engine. */
final class KernelRun {
    private static final int MOST_ARGUMENTS = 4;

    private final WindowGrid grid;
    private final WindowBounds windows;
    private final Annotations annotations = new Annotations();
    private final KernelArgs args;

    KernelRun(WindowGrid grid, double... numbers) {
        this.grid = grid;
        this.windows = new WindowBounds(grid);
        double[][] arguments = new double[MOST_ARGUMENTS][];
        for (int i = 0; i < numbers.length; i++) {
            arguments[i] = new double[grid.count()];
            Arrays.fill(arguments[i], numbers[i]);
        }
        String[] texts = new String[MOST_ARGUMENTS];
        args = new KernelArgs(grid.steps(), arguments, texts, new int[MOST_ARGUMENTS], true, annotations);
        args.series(series -> Labels.of("__name__", "m"), 0);
    }

    static KernelRun sliding(long start, long end, long step, long range, double... numbers) {
        return new KernelRun(WindowGrid.sliding(new StepGrid(start, end, step), range, 0), numbers);
    }

    /** Runs a range function over the windows. */
    StepColumn range(PromqlFunction function, SampleBuffer samples) {
        return range(KernelTable.of(function).newRangeKernel(), samples);
    }

    StepColumn range(RangeKernel kernel, SampleBuffer samples) {
        windows.locate(samples);
        StepColumn out = new StepColumn(grid.count());
        kernel.evaluate(samples, windows, args, out);
        return out;
    }

    /** Runs an instant function over a column. */
    StepColumn instant(PromqlFunction function, StepColumn in) {
        StepColumn out = new StepColumn(in.steps());
        KernelTable.of(function).newInstantKernel().evaluate(in, args, out);
        return out;
    }

    KernelArgs args() {
        return args;
    }

    WindowGrid grid() {
        return grid;
    }

    List<String> warnings() {
        return annotations.print(Annotation.Severity.WARNING, "q");
    }

    List<String> infos() {
        return annotations.print(Annotation.Severity.INFO, "q");
    }

    static SampleBuffer floats(long firstTime, long interval, double... values) {
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < values.length; i++) {
            samples.add(firstTime + i * interval, values[i]);
        }
        return samples;
    }
}
