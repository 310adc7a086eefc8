package io.dunlin.promql.plan;

import io.dunlin.promql.function.FunctionFlag;
import io.dunlin.promql.function.PromqlFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates what is the same at every step only once: parts whose selectors are all fixed with {@code @} and whose
 * functions do not look at the evaluation time. Marks the largest such parts, as Prometheus does, since it also decides what
 * a query means (a part is evaluated at the first step).
 */
final class StepInvariants {
    private StepInvariants() {}

    /** A rewritten part, whether it is the same at every step, and whether marking it is worthwhile. */
    private record Part(Plan plan, boolean invariant, boolean worthwhile) {
        Plan marked() {
            return worthwhile ? new RepeatPlan(plan) : plan;
        }
    }

    static Plan hoist(Plan plan) {
        return visit(plan).marked();
    }

    private static Part visit(Plan plan) {
        if (plan instanceof InstantSelectPlan select) {
            boolean fixed = select.shift().fixed();
            return new Part(plan, fixed, fixed);
        }
        if (plan instanceof RangeSelectPlan select) {
            return new Part(plan, select.shift().fixed(), false);
        }
        if (plan instanceof SubqueryPlan subquery) {
            return visitSubquery(subquery);
        }
        if (plan instanceof AggregatePlan aggregate) {
            return visitAggregate(aggregate);
        }
        if (plan instanceof CallPlan call) {
            return visitCall(call);
        }
        if (plan instanceof BinaryPlan) {
            return visitOperands(plan, true);
        }
        if (plan instanceof SignPlan) {
            Part input = visit(plan.children().get(0));
            return new Part(plan.withChildren(List.of(input.plan)), input.invariant, input.worthwhile);
        }
        return new Part(plan, true, false);
    }

    /** The inside of a subquery has steps of its own, so it is marked on its own. */
    private static Part visitSubquery(SubqueryPlan subquery) {
        Part input = visit(subquery.input());
        Plan inside = input.invariant ? new RepeatPlan(input.plan) : input.plan;
        return new Part(subquery.withChildren(List.of(inside)), subquery.shift().fixed(), false);
    }

    /** Only the vector decides; the parameter of an aggregation over a fixed vector is that of the first step. */
    private static Part visitAggregate(AggregatePlan aggregate) {
        Part input = visit(aggregate.input());
        List<Plan> children = new ArrayList<>(aggregate.children());
        children.set(children.size() - 1, input.plan);
        return new Part(aggregate.withChildren(children), input.invariant, input.worthwhile);
    }

    private static Part visitCall(CallPlan call) {
        boolean timesOfFixedSamples = call.function() == PromqlFunction.TIMESTAMP
                && call.arguments().get(0) instanceof InstantSelectPlan select
                && select.shift().fixed();
        return visitOperands(call, !call.function().has(FunctionFlag.AT_UNSAFE) || timesOfFixedSamples);
    }

    private static Part visitOperands(Plan plan, boolean safe) {
        List<Part> parts = new ArrayList<>();
        boolean invariant = safe;
        for (Plan child : plan.children()) {
            Part part = visit(child);
            parts.add(part);
            invariant &= part.invariant;
        }
        List<Plan> children = new ArrayList<>();
        for (Part part : parts) {
            children.add(invariant ? part.plan : part.marked());
        }
        return new Part(plan.withChildren(children), invariant, invariant);
    }
}
