package io.dunlin.promql.plan;

import io.dunlin.promql.kernel.BinaryArithmetic;
import java.util.ArrayList;
import java.util.List;

/** Computes operations on numbers when the query is planned: {@code 2 * 60} becomes {@code 120}. */
final class ConstantFolding {
    private ConstantFolding() {}

    static Plan fold(Plan plan) {
        List<Plan> folded = new ArrayList<>();
        for (Plan child : plan.children()) {
            folded.add(fold(child));
        }
        Plan rebuilt = plan.withChildren(folded);
        if (rebuilt instanceof BinaryPlan binary
                && binary.left() instanceof NumberPlan left
                && binary.right() instanceof NumberPlan right) {
            return new NumberPlan(BinaryArithmetic.ofScalars(binary.op(), left.value(), right.value()), binary.span());
        }
        if (rebuilt instanceof SignPlan sign && sign.input() instanceof NumberPlan number) {
            return new NumberPlan(sign.minus() ? -number.value() : number.value(), sign.span());
        }
        if (rebuilt instanceof RepeatPlan repeat && repeat.input() instanceof NumberPlan number) {
            return number;
        }
        return rebuilt;
    }
}
