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
                countSteps(scratch, counts);
                context.countRead(scratch.present());
                return scratch;
            };
        });
    }

    private static void countSteps(StepColumn column, SampleCounts counts) {
        counts.add(column.present());
        for (int step = 0; counts.wantsSteps() && step < column.steps(); step++) {
            counts.add(step, column.has(step) ? 1 : 0);
        }
    }
}
