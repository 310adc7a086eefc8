package io.dunlin.promql.plan;

import io.dunlin.promql.function.FunctionFlag;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves the buckets of native histograms out where a query asks only for count and sum: below {@code histogram_count},
 * {@code histogram_sum} and {@code histogram_avg}, unless something on the way needs buckets. A subquery does, since its
 * results are looked at for counter resets.
 */
final class BucketPruning {
    private BucketPruning() {}

    static Plan prune(Plan plan) {
        return prune(plan, false);
    }

    private static Plan prune(Plan plan, boolean countAndSum) {
        if (needsBuckets(plan)) {
            return plan;
        }
        if (plan instanceof InstantSelectPlan select) {
            return countAndSum ? select.withoutBuckets() : select;
        }
        if (plan instanceof RangeSelectPlan select) {
            return countAndSum ? select.withoutBuckets() : select;
        }
        boolean below =
                countAndSum || (plan instanceof CallPlan call && call.function().has(FunctionFlag.IGNORES_BUCKETS));
        List<Plan> pruned = new ArrayList<>();
        for (Plan child : plan.children()) {
            pruned.add(prune(child, below));
        }
        return plan.withChildren(pruned);
    }

    private static boolean needsBuckets(Plan plan) {
        return plan instanceof SubqueryPlan
                || (plan instanceof CallPlan call && call.function().has(FunctionFlag.NEEDS_BUCKETS))
                || (plan instanceof BinaryPlan binary && binary.op().isTrim());
    }
}
