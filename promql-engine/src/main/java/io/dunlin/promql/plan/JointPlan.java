package io.dunlin.promql.plan;

import io.dunlin.promql.ast.Span;
import io.dunlin.promql.function.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * One of several parts that read the same series, for whose sake the samples are selected and decoded once: {@code
 * rate(x[5m]) / rate(x[1h])}. All members are evaluated when the first of them is asked for. A member is a read (an instant
 * selector, or a function of a range selector) or an aggregation of one.
 *
 * @param number tells joint reads of one grid apart
 * @param member which of the members stands here
 * @param members all members
 * @param span where it stands here
 */
public record JointPlan(int number, int member, List<Plan> members, Span span) implements Plan {
    /** Copies the members. */
    public JointPlan {
        members = List.copyOf(members);
    }

    /** Returns the part that a member reads: the member itself, or what it aggregates. */
    public static Plan read(Plan member) {
        return member instanceof AggregatePlan aggregate ? aggregate.input() : member;
    }

    @Override
    public ValueType type() {
        return ValueType.VECTOR;
    }

    @Override
    public List<Plan> children() {
        return List.of(members.get(member));
    }

    @Override
    public Plan withChildren(List<Plan> children) {
        List<Plan> others = new ArrayList<>(members);
        others.set(member, children.get(0));
        return new JointPlan(number, member, others, span);
    }

    @Override
    public String describe() {
        return "read once #" + number + ", part " + (member + 1) + " of " + members.size();
    }

    @Override
    public <R> R accept(PlanVisitor<R> visitor) {
        return visitor.visitJoint(this);
    }
}
