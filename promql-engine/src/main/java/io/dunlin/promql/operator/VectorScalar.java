package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.function.BinaryOp;
import io.dunlin.promql.kernel.BinaryArithmetic;
import io.dunlin.promql.plan.BinaryPlan;

/** A binary operation between a vector and a scalar: series by series, while the vector streams by. */
final class VectorScalar {
    private final QueryContext context;
    private final BinaryPlan plan;
    private final double[] scalar;
    private final boolean scalarLeft;

    VectorScalar(QueryContext context, BinaryPlan plan, double[] scalar, boolean scalarLeft) {
        this.context = context;
        this.plan = plan;
        this.scalar = scalar;
        this.scalarLeft = scalarLeft;
    }

    /** Applies the operation to every series. */
    SeriesSource apply(SeriesSource vector) {
        boolean keepsName = !plan.op().dropsName() && !plan.returnBool();
        AnnotationSinks sinks = context.newSinks();
        return InstantFunctions.apply(context, vector, keepsName, () -> {
            ColumnReader reader = vector.reader();
            StepColumn between = new StepColumn(scalar.length);
            ElementOperation element =
                    new ElementOperation(plan.op(), plan.span().start());
            Annotations annotations = sinks.newSink();
            return (series, scratch) -> {
                between.clear();
                StepColumn in = reader.read(series, between);
                if (plan.op().isArithmetic() && !in.hasHistograms()) {
                    computeFloats(in, scratch);
                } else {
                    computeEach(in, scratch, element, annotations);
                }
                return scratch;
            };
        });
    }

    private void computeFloats(StepColumn in, StepColumn out) {
        double[] left = scalarLeft ? scalar : in.values();
        double[] right = scalarLeft ? in.values() : scalar;
        BinaryArithmetic.compute(plan.op(), left, right, out.values());
        PresenceBits.or(out.presence(), in.presence());
    }

    private void computeEach(StepColumn in, StepColumn out, ElementOperation element, Annotations annotations) {
        for (int step = 0; step < in.steps(); step++) {
            if (!in.has(step)) {
                continue;
            }
            double value = in.values()[step];
            if (scalarLeft) {
                element.apply(scalar[step], null, value, in.histogram(step));
            } else {
                element.apply(value, in.histogram(step), scalar[step], null);
            }
            if (element.note() != null) {
                annotations.add(element.note());
            }
            if (!element.failed()) {
                set(in, step, element, out);
            }
        }
    }

    /** A comparison keeps the vector's sample, on whichever side it stands. */
    private void set(StepColumn in, int step, ElementOperation element, StepColumn out) {
        if (plan.returnBool()) {
            out.set(step, element.kept() ? 1 : 0);
        } else if (plan.op().isComparison()) {
            if (element.kept()) {
                out.copy(step, in);
            }
        } else if (element.histogram() != null) {
            out.set(step, element.histogram());
        } else {
            out.set(step, element.value());
        }
    }

    /** Applies an operator to two scalars. */
    static double[] ofScalars(BinaryOp op, double[] left, double[] right) {
        double[] result = new double[left.length];
        for (int step = 0; step < result.length; step++) {
            result[step] = BinaryArithmetic.ofScalars(op, left[step], right[step]);
        }
        return result;
    }
}
