package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.plan.BinaryPlan;
import java.util.function.LongBinaryOperator;

/** {@code and}, {@code or} and {@code unless}: presence bits, 64 steps at a time. */
final class SetOperation {
    private final int steps;

    private SetOperation(int steps) {
        this.steps = steps;
    }

    static Frame apply(BinaryPlan plan, Frame left, Frame right, int steps) {
        MatchSignatures signatures = new MatchSignatures(plan.matching());
        int[] leftNumbers = signatures.number(left);
        int[] rightNumbers = signatures.number(right);
        SetOperation operation = new SetOperation(steps);
        Frame.Builder result = new Frame.Builder();
        switch (plan.op()) {
            case AND -> {
                long[][] present = operation.presence(right, rightNumbers, signatures.count());
                operation.filter(left, leftNumbers, present, (own, other) -> own & other, result);
            }
            case UNLESS -> {
                long[][] present = operation.presence(right, rightNumbers, signatures.count());
                operation.filter(left, leftNumbers, present, (own, other) -> own & ~other, result);
            }
            case OR -> {
                long[][] present = operation.presence(left, leftNumbers, signatures.count());
                operation.filter(left, leftNumbers, present, (own, other) -> own, result);
                operation.filter(right, rightNumbers, present, (own, other) -> own & ~other, result);
            }
            default -> throw new IllegalArgumentException("no set operator: op=" + plan.op());
        }
        return result.build();
    }

    /** Returns, for each signature, the steps at which one of its series has a value. */
    private long[][] presence(Frame side, int[] numbers, int count) {
        long[][] present = new long[count][];
        for (int i = 0; i < numbers.length; i++) {
            long[] bits = present[numbers[i]];
            if (bits == null) {
                bits = PresenceBits.of(steps);
                present[numbers[i]] = bits;
            }
            PresenceBits.or(bits, side.column(i).presence());
        }
        return present;
    }

    private void filter(Frame side, int[] numbers, long[][] others, LongBinaryOperator rule, Frame.Builder result) {
        long[] none = PresenceBits.of(steps);
        for (int i = 0; i < numbers.length; i++) {
            long[] other = others[numbers[i]] == null ? none : others[numbers[i]];
            StepColumn column = restrict(side.column(i), other, rule);
            result.add(side.labels(i), side.dropsName(i), column);
        }
    }

    private StepColumn restrict(StepColumn column, long[] other, LongBinaryOperator rule) {
        long[] own = column.presence();
        long changed = 0;
        long[] kept = new long[own.length];
        for (int i = 0; i < own.length; i++) {
            kept[i] = rule.applyAsLong(own[i], other[i]);
            changed |= kept[i] ^ own[i];
        }
        if (changed == 0) {
            return column;
        }
        StepColumn restricted = new StepColumn(steps);
        for (int step = 0; step < steps; step++) {
            if (PresenceBits.has(kept, step)) {
                restricted.copy(step, column);
            }
        }
        return restricted;
    }
}
