package io.dunlin.promql.plan;

import io.dunlin.promql.batch.WindowEdge;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.function.ValueType;
import io.dunlin.promql.kernel.FunctionKernel;
import io.dunlin.promql.kernel.KernelTable;
import io.dunlin.tsdb.model.LabelMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the series of equal selectors once, whatever their ranges, functions and aggregations: {@code sum(rate(x[5m])) /
 * sum(rate(x[1h]))} decodes every sample one time, and {@code sum(x) / count(x)} keeps no series in memory. Only where the
 * times that they read overlap, so that together they read no more than apart; and only parts whose series are aggregated at
 * once or would be kept anyway, so that nothing is kept for the sake of reading it once.
 */
final class ReadMerging {
    private final QueryWindow window;
    private final Map<Plan, JointPlan> joints = new HashMap<>();
    private final Map<List<LabelMatcher>, Map<Plan, Plan>> members = new LinkedHashMap<>();

    private ReadMerging(QueryWindow window) {
        this.window = window;
    }

    static Plan merge(Plan plan, QueryWindow window) {
        return new ReadMerging(window).mergeGrid(plan);
    }

    /** Merges the parts that are evaluated on one grid; subqueries and what is evaluated once have grids of their own. */
    private Plan mergeGrid(Plan plan) {
        collect(plan, true);
        int number = 0;
        for (Map<Plan, Plan> ofSelector : members.values()) {
            for (List<Plan> cluster : clusters(ofSelector.values())) {
                for (int i = 0; cluster.size() > 1 && i < cluster.size(); i++) {
                    Plan member = cluster.get(i);
                    joints.put(member, new JointPlan(number, i, cluster, member.span()));
                }
                number += cluster.size() > 1 ? 1 : 0;
            }
        }
        return rewrite(plan, true);
    }

    private void collect(Plan plan, boolean kept) {
        if (isMember(plan, kept)) {
            // Of equal members the last one's place counts, as it does where parts are shared.
            members.computeIfAbsent(reach(plan).matchers, m -> new LinkedHashMap<>())
                    .put(plan, plan);
            return;
        }
        if (hasOwnGrid(plan)) {
            return;
        }
        for (Plan child : plan.children()) {
            collect(child, keeps(plan, kept));
        }
    }

    private Plan rewrite(Plan plan, boolean kept) {
        if (isMember(plan, kept)) {
            JointPlan joint = joints.get(plan);
            return joint == null ? plan : new JointPlan(joint.number(), joint.member(), joint.members(), plan.span());
        }
        List<Plan> rewritten = new ArrayList<>();
        for (Plan child : plan.children()) {
            rewritten.add(hasOwnGrid(plan) ? merge(child, window) : rewrite(child, keeps(plan, kept)));
        }
        return plan.withChildren(rewritten);
    }

    private static boolean hasOwnGrid(Plan plan) {
        return plan instanceof SubqueryPlan || plan instanceof RepeatPlan;
    }

    /** Whether all series of a node's children are kept in memory: those of a result, and of both sides of a join. */
    private static boolean keeps(Plan plan, boolean kept) {
        if (plan instanceof BinaryPlan binary) {
            boolean join =
                    binary.left().type() == ValueType.VECTOR && binary.right().type() == ValueType.VECTOR;
            return join || kept;
        }
        return plan instanceof SignPlan && kept;
    }

    private static boolean isMember(Plan plan, boolean kept) {
        if (plan instanceof AggregatePlan aggregate) {
            return !aggregate.op().selectsSeries()
                    && aggregate.parameter().map(p -> p instanceof NumberPlan).orElse(true)
                    && isRead(aggregate.input());
        }
        return kept && isRead(plan);
    }

    private static boolean isRead(Plan plan) {
        if (plan instanceof InstantSelectPlan select) {
            return !select.smoothed() && !select.countAndSum() && select.reads() == SampleField.VALUE;
        }
        return plan instanceof CallPlan call
                && KernelTable.of(call.function()).shape() == FunctionKernel.Shape.RANGE
                && call.function() != PromqlFunction.ABSENT_OVER_TIME
                && call.arguments().stream().allMatch(ReadMerging::isReadable);
    }

    private static boolean isReadable(Plan argument) {
        return argument instanceof NumberPlan
                || (argument instanceof RangeSelectPlan select
                        && select.edge() == WindowEdge.PLAIN
                        && !select.countAndSum());
    }

    /** What a member reads at least: series, and times from and to. */
    private record Reach(List<LabelMatcher> matchers, long from, long to) {
        long length() {
            return to - from;
        }
    }

    private Reach reach(Plan member) {
        Plan read = JointPlan.read(member);
        if (read instanceof InstantSelectPlan select) {
            return reach(select.matchers(), select.shift(), 0);
        }
        CallPlan call = (CallPlan) read;
        RangeSelectPlan select = (RangeSelectPlan) call.arguments().get(call.rangeArgument());
        return reach(select.matchers(), select.shift(), select.range());
    }

    private Reach reach(List<LabelMatcher> matchers, TimeShift shift, long range) {
        long first = shift.fixed() ? shift.at() : window.start();
        long last = shift.fixed() ? shift.at() : window.end();
        return new Reach(matchers, first - shift.offset() - range, last - shift.offset());
    }

    /** Parts the members of one selector so that those of one part read no more together than apart. */
    private List<List<Plan>> clusters(Iterable<Plan> ofSelector) {
        List<Plan> byStart = new ArrayList<>();
        ofSelector.forEach(byStart::add);
        byStart.sort(Comparator.comparingLong(m -> reach(m).from));
        List<List<Plan>> clusters = new ArrayList<>();
        Reach joined = null;
        long apart = 0;
        for (Plan member : byStart) {
            Reach next = reach(member);
            long together = joined == null ? 0 : Math.max(joined.to, next.to) - joined.from;
            if (joined != null && together <= apart + next.length()) {
                joined = new Reach(joined.matchers, joined.from, Math.max(joined.to, next.to));
                apart += next.length();
                clusters.get(clusters.size() - 1).add(member);
            } else {
                joined = next;
                apart = next.length();
                clusters.add(new ArrayList<>(List.of(member)));
            }
        }
        return clusters;
    }
}
