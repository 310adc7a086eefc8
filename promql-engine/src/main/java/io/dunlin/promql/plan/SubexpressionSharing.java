package io.dunlin.promql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates a part that stands in several places once: in {@code rate(x[5m]) / (rate(x[5m]) + rate(y[5m]))} the first
 * rate is read from the storage one time. Only vectors are shared, the largest equal parts first; equality ignores where a
 * part stands, and the shared part keeps its last place, which is the one Prometheus reports in annotations. Parts that read
 * together ({@link JointPlan}) are evaluated once anyway.
 */
final class SubexpressionSharing {
    private final Map<Plan, Integer> counts = new HashMap<>();
    private final Map<Plan, SharedPlan> shared = new HashMap<>();

    private SubexpressionSharing() {}

    static Plan share(Plan plan) {
        SubexpressionSharing sharing = new SubexpressionSharing();
        sharing.count(plan);
        return sharing.rewrite(plan);
    }

    private void count(Plan plan) {
        if (plan instanceof JointPlan) {
            return;
        }
        if (isWorthwhile(plan) && counts.merge(plan, 1, Integer::sum) > 1) {
            return;
        }
        plan.children().forEach(this::count);
    }

    private static boolean isWorthwhile(Plan plan) {
        return plan instanceof InstantSelectPlan
                || plan instanceof AggregatePlan
                || plan instanceof CallPlan call && call.rangeArgument() >= 0;
    }

    /** Rewrites from the last place to the first, so that a shared part keeps the last one's span. */
    private Plan rewrite(Plan plan) {
        if (plan instanceof JointPlan) {
            return plan;
        }
        if (counts.getOrDefault(plan, 0) > 1) {
            SharedPlan known = shared.get(plan);
            if (known == null) {
                known = new SharedPlan(shared.size(), rewriteChildren(plan), plan.span());
                shared.put(plan, known);
            }
            return new SharedPlan(known.number(), known.input(), plan.span());
        }
        return rewriteChildren(plan);
    }

    private Plan rewriteChildren(Plan plan) {
        List<Plan> children = plan.children();
        List<Plan> rewritten = new ArrayList<>(children);
        for (int i = children.size() - 1; i >= 0; i--) {
            rewritten.set(i, rewrite(children.get(i)));
        }
        return plan.withChildren(rewritten);
    }
}
