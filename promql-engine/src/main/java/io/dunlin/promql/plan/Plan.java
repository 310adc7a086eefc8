package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.function.ValueType;
import java.util.List;

/** A node of a plan. Immutable; equality ignores where nodes stand in the query. */
public sealed interface Plan
        permits AggregatePlan,
                BinaryPlan,
                CallPlan,
                InstantSelectPlan,
                JointPlan,
                SignPlan,
                NumberPlan,
                RangeSelectPlan,
                RepeatPlan,
                SharedPlan,
                SubqueryPlan,
                TextPlan {
    /** Returns where the node stands in its query, for annotations. */
    Span span();

    /** Returns the type of the value. */
    ValueType type();

    /** Returns the plans directly below, in evaluation order. */
    List<Plan> children();

    /** Returns this node over other children, which are as many as {@link #children()} and stand in its order. */
    Plan withChildren(List<Plan> children);

    /** Returns what the node does, for {@code explain}, in one line without its children. */
    String describe();

    /** Calls the visitor's method for this kind of node. */
    <R> R accept(PlanVisitor<R> visitor);
}
