package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.function.ValueType;
import io.dunlin.tsdb.model.LabelMatcher;
import java.util.List;

/**
 * Reads, at each step, the newest sample of each series within the lookback delta.
 *
 * @param matchers which series
 * @param shift from when samples are read
 * @param reads what of the sample is the value
 * @param smoothed whether the value is interpolated between the samples around the time
 * @param countAndSum whether only count and sum of native histograms are needed, and not their buckets
 * @param span where it stands
 */
public record InstantSelectPlan(
        List<LabelMatcher> matchers,
        TimeShift shift,
        SampleField reads,
        boolean smoothed,
        boolean countAndSum,
        Span span)
        implements Plan {
    /** Copies the matchers. */
    public InstantSelectPlan {
        matchers = List.copyOf(matchers);
    }

    /** Returns a copy with other matchers. */
    public InstantSelectPlan withMatchers(List<LabelMatcher> others) {
        return new InstantSelectPlan(others, shift, reads, smoothed, countAndSum, span);
    }

    /** Returns a copy that leaves out the buckets of native histograms. */
    InstantSelectPlan withoutBuckets() {
        return new InstantSelectPlan(matchers, shift, reads, smoothed, true, span);
    }

    @Override
    public ValueType type() {
        return ValueType.VECTOR;
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
        return "select " + Matchers.print(matchers) + shift.describe() + (smoothed ? " smoothed" : "")
                + reads.describe()
                + (countAndSum ? " without buckets" : "");
    }

    @Override
    public <R> R accept(PlanVisitor<R> visitor) {
        return visitor.visitInstantSelect(this);
    }
}
