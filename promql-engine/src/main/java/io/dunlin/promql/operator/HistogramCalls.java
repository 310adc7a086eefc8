package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.kernel.ClassicKernels;
import io.dunlin.promql.kernel.FunctionKernel;
import io.dunlin.promql.kernel.HistogramKernels;
import io.dunlin.promql.kernel.KernelArgs;
import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.tsdb.model.Labels;
import java.util.HashMap;
import java.util.Map;

/** Calls of the functions that take classic histograms as well as native ones. */
final class HistogramCalls {
    private HistogramCalls() {}

    /** {@code histogram_quantile} and {@code histogram_fraction}. */
    static Frame evaluate(
            QueryContext context,
            PromqlFunction function,
            FunctionKernel kernel,
            Frame input,
            CallArguments arguments,
            int vector) {
        Annotations annotations = context.newAnnotations();
        KernelArgs args = arguments.forWorker(context, annotations);
        if (function == PromqlFunction.HISTOGRAM_QUANTILE) {
            HistogramKernels.warnOfInvalidQuantiles(args, 0);
        }
        int steps = arguments.steps().count();
        HistogramFunctions histograms =
                new HistogramFunctions(context, input, arguments.positions()[vector], steps);
        Frame.Builder result = new Frame.Builder();
        histograms.evaluate(
                kernel.newInstantKernel(),
                kernel.newBucketKernel(),
                args,
                (labels, column) -> result.add(labels, true, column));
        annotations.settle();
        return result.build();
    }

    /** {@code histogram_quantiles(v, label, φ…)}: each φ's results carry it in a label. */
    static Frame quantiles(QueryContext context, Frame input, CallArguments arguments) {
        Annotations annotations = context.newAnnotations();
        KernelArgs args = arguments.forWorker(context, annotations);
        for (int phi = 2; phi < args.count(); phi++) {
            HistogramKernels.warnOfInvalidQuantiles(args, phi);
        }
        int steps = arguments.steps().count();
        HistogramFunctions histograms =
                new HistogramFunctions(context, input, arguments.positions()[0], steps);
        Frame.Builder result = new Frame.Builder();
        for (int phi = 2; phi < args.count(); phi++) {
            double[] values = args.numbers(phi);
            histograms.evaluate(
                    HistogramKernels.quantile(phi, 0),
                    ClassicKernels.quantile(2, phi, 0),
                    args,
                    (labels, column) -> label(labels, column, args.text(1), values, result));
        }
        annotations.settle();
        return result.build();
    }

    /** A φ that changes from step to step gives a series for each of its values. */
    private static void label(Labels labels, StepColumn column, String label, double[] values, Frame.Builder result) {
        Map<String, StepColumn> byValue = new HashMap<>();
        for (int step = 0; step < values.length; step++) {
            if (column.has(step)) {
                byValue.computeIfAbsent(openMetrics(values[step]), v -> new StepColumn(values.length))
                        .copy(step, column);
            }
        }
        byValue.forEach(
                (value, part) -> result.add(labels.toBuilder().set(label, value).build(), true, part));
    }

    /** OpenMetrics floats always have a point or an exponent. */
    private static String openMetrics(double value) {
        String text = GoFloatFormat.general(value);
        boolean whole = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        return whole ? text + ".0" : text;
    }
}
