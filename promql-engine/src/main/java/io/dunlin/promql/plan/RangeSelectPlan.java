package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.batch.WindowEdge;
import io.dunlin.promql.function.ValueType;
import io.dunlin.tsdb.model.LabelMatcher;
import java.util.List;

/**
 * Reads, at each step, the samples of each series in a window.
 *
 * @param matchers which series
 * @param range the length of the window in milliseconds
 * @param shift from when samples are read
 * @param edge what happens at the window's edges
 * @param countAndSum whether only count and sum of native histograms are needed, and not their buckets
 * @param span where it stands
 */
public record RangeSelectPlan(
        List<LabelMatcher> matchers, long range, TimeShift shift, WindowEdge edge, boolean countAndSum, Span span)
        implements Plan {
    /** Copies the matchers. */
    public RangeSelectPlan {
        matchers = List.copyOf(matchers);
    }

    /** Returns a copy that leaves out the buckets of native histograms. */
    RangeSelectPlan withoutBuckets() {
        return new RangeSelectPlan(matchers, range, shift, edge, true, span);
    }

    @Override
    public ValueType type() {
        return ValueType.MATRIX;
    }

    @Override
    public List<Plan> children() {
        return List.of();
    }

    @Override
    public Plan withChildren(List<Plan> children) {
        return this;
    }

    @Override
    public String describe() {
        return "window " + Matchers.print(matchers) + "[" + range + "ms]" + shift.describe()
                + (edge == WindowEdge.PLAIN ? "" : " " + edge.keyword())
                + (countAndSum ? " without buckets" : "");
    }

    @Override
    public <R> R accept(PlanVisitor<R> visitor) {
        return visitor.visitRangeSelect(this);
    }
}
