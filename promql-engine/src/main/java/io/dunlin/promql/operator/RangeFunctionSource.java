package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.promql.function.FunctionFlag;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.kernel.KernelArgs;
import io.dunlin.promql.kernel.KernelTable;
import io.dunlin.promql.kernel.RangeKernel;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.function.IntFunction;

/**
 * A function of a range vector. Reading a series decodes its samples once, and one kernel call gives all steps; nothing is
 * kept from series to series but scratch memory.
 */
final class RangeFunctionSource implements SeriesSource {
    private final QueryContext context;
    private final PromqlFunction function;
    private final RangeInput input;
    private final CallArguments arguments;
    private final CounterCheck counterCheck;
    private final SampleCounts counts;
    private final AnnotationSinks sinks;
    private final SeriesLabels labels;

    RangeFunctionSource(
            QueryContext context,
            PromqlFunction function,
            RangeInput input,
            CallArguments arguments,
            CounterCheck counterCheck,
            SampleCounts counts) {
        this.counts = counts;
        this.sinks = context.newSinks();
        this.context = context;
        this.function = function;
        this.input = input;
        this.arguments = arguments;
        this.counterCheck = counterCheck;
        boolean removeName = !context.modes().delayedNameRemoval() && !function.has(FunctionFlag.KEEPS_NAME);
        this.labels = removeName ? new NamelessLabels(input.labels()) : input.labels();
    }

    @Override
    public SeriesLabels labels() {
        return labels;
    }

    @Override
    public boolean dropsName(int series) {
        return !function.has(FunctionFlag.KEEPS_NAME) || input.dropsName().test(series);
    }

    @Override
    public ColumnReader reader() {
        return reader(input.readers().get());
    }

    /** Returns a reader that takes the input's samples from another place. */
    ColumnReader reader(SampleReader samples) {
        return new Reader(samples);
    }

    private final class Reader implements ColumnReader {
        private final SampleReader samples;
        private final SampleBuffer buffer = new SampleBuffer();
        private final WindowBounds bounds = new WindowBounds(input.windows());
        private final RangeKernel kernel = KernelTable.of(function).newRangeKernel();
        private final KernelArgs args = arguments.forWorker(context, sinks.newSink());
        private final IntFunction<Labels> labelsOf = input.labels()::labels;
        private final WindowCounter counter = new WindowCounter(bounds, counts.tally(), input.stored());

        Reader(SampleReader samples) {
            this.samples = samples;
        }

        @Override
        public StepColumn read(int series, StepColumn scratch) {
            buffer.clear();
            samples.read(series, buffer);
            StaleSamples.remove(buffer);
            bounds.locate(buffer);
            args.series(labelsOf, series);
            kernel.evaluate(buffer, bounds, args, scratch);
            counter.count(buffer);
            counterCheck.note(series, scratch);
            return scratch;
        }
    }
}
