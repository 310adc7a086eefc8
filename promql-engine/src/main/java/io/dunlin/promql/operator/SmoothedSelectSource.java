package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.promql.batch.WindowGrid;
import io.dunlin.promql.kernel.KernelArgs;
import io.dunlin.promql.kernel.RangeKernel;
import io.dunlin.promql.kernel.SmoothedValue;
import io.dunlin.promql.plan.InstantSelectPlan;
import io.dunlin.tsdb.storage.SampleBuffer;

/** A {@code smoothed} instant selector: values are interpolated between the samples around each evaluation time. */
final class SmoothedSelectSource {
    private SmoothedSelectSource() {}

    static SeriesSource of(QueryContext context, InstantSelectPlan plan, WindowGrid windows, SampleCounts counts) {
        Selection selection = Selection.of(context, plan.matchers(), windows, null);
        AnnotationSinks sinks = context.newSinks();
        return new MappedSource(selection.labels(), series -> false, () -> {
            SampleReader samples = selection.reader();
            SampleBuffer buffer = new SampleBuffer();
            WindowBounds bounds = new WindowBounds(windows);
            SampleTally tally = counts.tally();
            RangeKernel kernel = new SmoothedValue();
            int[] positions = {plan.span().start()};
            KernelArgs args = new CallArguments(windows.steps(), new double[1][], new String[1], positions)
                    .forWorker(context, sinks.newSink());
            return (series, scratch) -> {
                buffer.clear();
                samples.read(series, buffer);
                StaleSamples.remove(buffer);
                bounds.locate(buffer);
                args.series(selection.labels()::labels, series);
                kernel.evaluate(buffer, bounds, args, scratch);
                count(scratch, tally);
                return scratch;
            };
        });
    }

    private static void count(StepColumn column, SampleTally tally) {
        tally.add(column.present(), column.present());
        for (int step = 0; tally.countsSteps() && step < column.steps(); step++) {
            int samples = column.has(step) ? 1 : 0;
            tally.addStep(step, samples, samples);
        }
    }
}
