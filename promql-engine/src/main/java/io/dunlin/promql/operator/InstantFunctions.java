package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.function.FunctionFlag;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.kernel.InstantKernel;
import io.dunlin.promql.kernel.KernelArgs;
import io.dunlin.promql.kernel.KernelTable;
import java.util.function.Supplier;

/** Functions that treat each series of an instant vector alone: one column in, one column out. */
final class InstantFunctions {
    private InstantFunctions() {}

    /** Applies a function's kernel to every series. */
    static SeriesSource apply(
            QueryContext context, PromqlFunction function, SeriesSource input, CallArguments arguments) {
        boolean keepsName = function.has(FunctionFlag.KEEPS_NAME);
        AnnotationSinks sinks = context.newSinks();
        return apply(context, input, keepsName, () -> {
            ColumnReader reader = input.reader();
            InstantKernel kernel = KernelTable.of(function).newInstantKernel();
            KernelArgs args = arguments.forWorker(context, sinks.newSink());
            StepColumn between = new StepColumn(arguments.steps().count());
            return (series, scratch) -> {
                between.clear();
                args.series(input.labels()::labels, series);
                kernel.evaluate(reader.read(series, between), args, scratch);
                return scratch;
            };
        });
    }

    /** Gives the input's series new columns, and takes their names unless they are kept. */
    static SeriesSource apply(
            QueryContext context, SeriesSource input, boolean keepsName, Supplier<ColumnReader> readers) {
        boolean removeName = !context.modes().delayedNameRemoval() && !keepsName;
        SeriesLabels labels = removeName ? new NamelessLabels(input.labels()) : input.labels();
        return new MappedSource(labels, keepsName ? input::dropsName : series -> true, readers);
    }
}
