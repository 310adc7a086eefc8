package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotation;
import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.ast.VectorMatching;
import io.dunlin.promql.ast.VectorMatching.Cardinality;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.kernel.BinaryArithmetic;
import io.dunlin.promql.plan.BinaryPlan;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.Labels;
import java.util.OptionalDouble;

/**
 * Arithmetic and comparison of two vectors. One side is the "one" side: at each step at most one of its series has each
 * signature. With {@code group_right} that is the left side; the sides then change places here, and again for the operator.
 * Series are paired, and each pair is computed over all steps at once.
 */
final class VectorJoin {
    private final QueryContext context;
    private final BinaryPlan plan;
    private final VectorMatching matching;
    private final boolean swapped;
    private final Frame many;
    private final Frame one;
    private final int steps;
    private final MatchSignatures signatures;
    private final int[] manySignatures;
    private final int[] oneSignatures;
    private final int[][] oneMembers;
    private final JoinResults results;
    private final ElementOperation element;
    private final Annotation[] notes;
    private final long[] evaluated;

    private VectorJoin(QueryContext context, BinaryPlan plan, Frame left, Frame right, int steps) {
        this.context = context;
        this.plan = plan;
        this.matching = plan.matching();
        this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        this.many = swapped ? right : left;
        this.one = swapped ? left : right;
        this.steps = steps;
        this.signatures = new MatchSignatures(matching);
        this.manySignatures = signatures.number(many);
        this.oneSignatures = signatures.number(one);
        this.oneMembers = signatures.membersOf(oneSignatures);
        boolean dropsName =
                plan.op().dropsName() || (plan.returnBool() && !context.modes().delayedNameRemoval());
        this.results = new JoinResults(matching, dropsName, plan.returnBool(), signatures.count(), steps);
        this.element = new ElementOperation(plan.op(), plan.span().start());
        this.notes = new Annotation[steps];
        this.evaluated = evaluatedSteps();
    }

    /** Joins two vectors. */
    static Frame apply(QueryContext context, BinaryPlan plan, Frame left, Frame right, int steps) {
        VectorJoin join = new VectorJoin(context, plan, left, right, steps);
        Duplicate duplicate = join.firstDuplicate();
        join.joinManySide();
        if (join.matching.fillLeft().isPresent()) {
            join.joinUnmatched(join.matching.fillLeft().getAsDouble());
        }
        join.reject(duplicate);
        join.giveNotes(context.newAnnotations());
        return join.results.build();
    }

    /** A step at which a side has no sample at all has no result and no error, unless something is filled in. */
    private long[] evaluatedSteps() {
        long[] manyPresent = presence(many);
        long[] onePresent = presence(one);
        for (int i = 0; i < manyPresent.length; i++) {
            manyPresent[i] = matching.fills() ? manyPresent[i] | onePresent[i] : manyPresent[i] & onePresent[i];
        }
        return manyPresent;
    }

    private long[] presence(Frame side) {
        long[] bits = PresenceBits.of(steps);
        for (int i = 0; i < side.size(); i++) {
            PresenceBits.or(bits, side.column(i).presence());
        }
        return bits;
    }

    /** Returns the duplicate that is met first, step by step and then series by series, or null. */
    private Duplicate firstDuplicate() {
        Duplicate first = null;
        for (int[] members : oneMembers) {
            Duplicate found = members.length > 1 ? firstDuplicate(members) : null;
            if (found != null && (first == null || found.isBefore(first))) {
                first = found;
            }
        }
        return first;
    }

    /** Of all that is wrong, the earliest step's is reported; at one step, duplicates before ambiguous results. */
    private void reject(Duplicate duplicate) {
        if (duplicate != null && duplicate.step <= results.firstAmbiguous()) {
            throw duplicates(
                    oneSignatures[duplicate.series], one.labels(duplicate.series), one.labels(duplicate.other));
        }
        results.rejectAmbiguous();
    }

    /** Two series of one signature that meet at a step; {@code series} is the later of them. */
    private record Duplicate(int step, int series, int other) {
        boolean isBefore(Duplicate that) {
            return step < that.step || (step == that.step && series < that.series);
        }
    }

    private Duplicate firstDuplicate(int[] members) {
        for (int step = 0; step < steps; step++) {
            Duplicate duplicate = PresenceBits.has(evaluated, step) ? duplicateAt(step, members) : null;
            if (duplicate != null) {
                return duplicate;
            }
        }
        return null;
    }

    private Duplicate duplicateAt(int step, int[] members) {
        int holder = -1;
        for (int member : members) {
            if (one.column(member).has(step)) {
                if (holder >= 0) {
                    return new Duplicate(step, member, holder);
                }
                holder = member;
            }
        }
        return null;
    }

    private QueryException duplicates(int signature, Labels first, Labels second) {
        String a = first.toString();
        String b = second.toString();
        return QueryException.execution("found duplicate series for the match group "
                + signatures.labels(signature) + " on the " + (swapped ? "left" : "right")
                + " hand-side of the operation: [" + (a.compareTo(b) > 0 ? b + ", " + a : a + ", " + b)
                + "];many-to-many matching not allowed: matching labels must be unique on one side");
    }

    private void joinManySide() {
        OptionalDouble fill = matching.fillRight();
        StepColumn filling = fill.isPresent() ? StepColumn.constant(steps, fill.getAsDouble()) : null;
        for (int i = 0; i < many.size(); i++) {
            if (i % 64 == 0) {
                context.checkpoint();
            }
            int signature = manySignatures[i];
            StepColumn column = many.column(i);
            long[] unmatched = column.presence().clone();
            for (int partner : oneMembers[signature]) {
                StepColumn other = one.column(partner);
                Pair pair = new Pair(signature, many.labels(i), one.labels(partner), column, other);
                join(pair, intersect(column.presence(), other.presence(), unmatched));
            }
            if (filling != null) {
                Pair pair = new Pair(signature, many.labels(i), signatures.labels(signature), column, filling);
                join(pair, unmatched);
            }
        }
    }

    /** Two series to be joined, the one of the many side first. */
    private record Pair(int signature, Labels manyLabels, Labels oneLabels, StepColumn many, StepColumn one) {}

    /** Returns the steps that both have, and removes them from those not yet matched. */
    private static long[] intersect(long[] a, long[] b, long[] unmatched) {
        long[] both = new long[a.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = a[i] & b[i];
            unmatched[i] &= ~both[i];
        }
        return both;
    }

    private void joinUnmatched(double fill) {
        StepColumn filling = StepColumn.constant(steps, fill);
        for (int i = 0; i < one.size(); i++) {
            int signature = oneSignatures[i];
            long[] rest = one.column(i).presence().clone();
            results.removeMatched(signature, rest);
            Pair pair = new Pair(signature, signatures.labels(signature), one.labels(i), filling, one.column(i));
            join(pair, rest);
        }
    }

    private void join(Pair pair, long[] bits) {
        if (isEmpty(bits)) {
            return;
        }
        context.memory().take(MemorySizes.column(steps) + MemorySizes.LABELS);
        boolean floats = !pair.many.hasHistograms() && !pair.one.hasHistograms();
        if (floats && plan.op().isArithmetic()) {
            StepColumn out = new StepColumn(steps);
            StepColumn left = swapped ? pair.one : pair.many;
            StepColumn right = swapped ? pair.many : pair.one;
            BinaryArithmetic.compute(plan.op(), left.values(), right.values(), out.values());
            PresenceBits.or(out.presence(), bits);
            results.add(pair.signature, pair.manyLabels, pair.oneLabels, bits, out);
        } else {
            joinEach(pair, bits);
        }
    }

    private void joinEach(Pair pair, long[] bits) {
        StepColumn out = new StepColumn(steps);
        long[] matched = PresenceBits.of(steps);
        for (int step = 0; step < steps; step++) {
            if (!PresenceBits.has(bits, step)) {
                continue;
            }
            StepColumn left = swapped ? pair.one : pair.many;
            StepColumn right = swapped ? pair.many : pair.one;
            element.apply(left.values()[step], left.histogram(step), right.values()[step], right.histogram(step));
            if (element.note() != null) {
                notes[step] = element.note();
            }
            if (!element.failed()) {
                PresenceBits.set(matched, step);
                set(out, step);
            }
        }
        results.add(pair.signature, pair.manyLabels, pair.oneLabels, matched, out);
    }

    private void set(StepColumn out, int step) {
        if (plan.returnBool()) {
            out.set(step, element.kept() ? 1 : 0);
        } else if (element.kept() && element.histogram() != null) {
            out.set(step, element.histogram());
        } else if (element.kept()) {
            out.set(step, element.value());
        }
    }

    private static boolean isEmpty(long[] bits) {
        for (long word : bits) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    /** Of each step only the last note is given, as in Prometheus. */
    private void giveNotes(Annotations annotations) {
        for (Annotation note : notes) {
            if (note != null) {
                annotations.add(note);
            }
        }
    }
}
