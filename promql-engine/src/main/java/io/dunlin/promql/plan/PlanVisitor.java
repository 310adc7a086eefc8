package io.dunlin.promql.plan;

/** One method for each kind of {@link Plan}. */
public interface PlanVisitor<R> {
    /** Visits a number. */
    R visitNumber(NumberPlan plan);

    /** Visits a string. */
    R visitText(TextPlan plan);

    /** Visits an instant selector. */
    R visitInstantSelect(InstantSelectPlan plan);

    /** Visits a range selector. */
    R visitRangeSelect(RangeSelectPlan plan);

    /** Visits a subquery. */
    R visitSubquery(SubqueryPlan plan);

    /** Visits a function call. */
    R visitCall(CallPlan plan);

    /** Visits an aggregation. */
    R visitAggregate(AggregatePlan plan);

    /** Visits a binary operation. */
    R visitBinary(BinaryPlan plan);

    /** Visits a sign. */
    R visitSign(SignPlan plan);

    /** Visits a part that is evaluated once for all steps. */
    R visitRepeat(RepeatPlan plan);

    /** Visits a part that stands in several places. */
    R visitShared(SharedPlan plan);

    /** Visits one of several parts that read the same series. */
    R visitJoint(JointPlan plan);
}
