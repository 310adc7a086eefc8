package io.dunlin.promql.plan;

import io.dunlin.promql.ast.VectorMatching;
import io.dunlin.promql.function.BinaryOp;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the right side of {@code and} and {@code unless} select only what the left side can match: {@code a{x="1"} and
 * on (x) b} reads {@code b{x="1"}}. Only between bare selectors, and not for arithmetic, where a series that matches
 * nothing can still be an error (duplicates on the "one" side) or a warning.
 */
final class MatcherPropagation {
    private MatcherPropagation() {}

    static Plan propagate(Plan plan) {
        List<Plan> rewritten = new ArrayList<>();
        for (Plan child : plan.children()) {
            rewritten.add(propagate(child));
        }
        Plan rebuilt = plan.withChildren(rewritten);
        if (rebuilt instanceof BinaryPlan binary
                && (binary.op() == BinaryOp.AND || binary.op() == BinaryOp.UNLESS)
                && binary.left() instanceof InstantSelectPlan left
                && binary.right() instanceof InstantSelectPlan right) {
            return narrow(binary, left, right);
        }
        return rebuilt;
    }

    private static Plan narrow(BinaryPlan binary, InstantSelectPlan left, InstantSelectPlan right) {
        List<LabelMatcher> matchers = new ArrayList<>(right.matchers());
        for (LabelMatcher matcher : left.matchers()) {
            if (isCompared(binary.matching(), matcher.name()) && !matchers.contains(matcher)) {
                matchers.add(matcher);
            }
        }
        return binary.withChildren(List.of(left, right.withMatchers(matchers)));
    }

    private static boolean isCompared(VectorMatching matching, String label) {
        boolean listed = matching.labels().contains(label);
        return matching.on() ? listed : !listed && !label.equals(Labels.METRIC_NAME);
    }
}
