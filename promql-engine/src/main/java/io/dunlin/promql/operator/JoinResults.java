package io.dunlin.promql.operator;

import io.dunlin.promql.ast.VectorMatching;
import io.dunlin.promql.ast.VectorMatching.Cardinality;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.Labels;
import java.util.HashMap;
import java.util.Map;

/**
 * The result series of a join. Two pairs of one signature must not give the same result series at one step, whether or not
 * a comparison keeps the values.
 */
final class JoinResults {
    private final VectorMatching matching;
    private final boolean dropsMetadata;
    private final boolean dropsNameLater;
    private final Map<Labels, long[]>[] matched;
    private final int steps;
    private final Frame.Builder series = new Frame.Builder();
    private int firstAmbiguous = Integer.MAX_VALUE;

    /**
     * Makes an empty result.
     *
     * @param matching how the sides match
     * @param dropsMetadata whether results have no metric name, type and unit
     * @param dropsNameLater whether a delayed removal takes the name
     * @param signatures the number of signatures
     * @param steps the number of steps
     */
    @SuppressWarnings("unchecked")
    JoinResults(VectorMatching matching, boolean dropsMetadata, boolean dropsNameLater, int signatures, int steps) {
        this.matching = matching;
        this.dropsMetadata = dropsMetadata;
        this.dropsNameLater = dropsNameLater;
        this.matched = (Map<Labels, long[]>[]) new Map<?, ?>[signatures];
        this.steps = steps;
    }

    /** Adds the results of a pair; {@code bits} are the steps at which the pair matched. */
    void add(int signature, Labels many, Labels one, long[] bits, StepColumn values) {
        Labels labels = labelsOf(many, one);
        mark(signature, isOneToOne() ? Labels.empty() : labels, bits);
        series.add(labels, dropsNameLater, values);
    }

    private boolean isOneToOne() {
        return matching.cardinality() == Cardinality.ONE_TO_ONE;
    }

    private void mark(int signature, Labels result, long[] bits) {
        if (matched[signature] == null) {
            matched[signature] = new HashMap<>();
        }
        long[] before = matched[signature].computeIfAbsent(result, r -> PresenceBits.of(steps));
        for (int i = 0; i < bits.length; i++) {
            long both = before[i] & bits[i];
            if (both != 0) {
                firstAmbiguous = Math.min(firstAmbiguous, (i << 6) + Long.numberOfTrailingZeros(both));
            }
            before[i] |= bits[i];
        }
    }

    /** Returns the first step at which two pairs gave the same result series, or a number beyond all steps. */
    int firstAmbiguous() {
        return firstAmbiguous;
    }

    /** Fails where two pairs gave the same result series. */
    void rejectAmbiguous() {
        if (firstAmbiguous < steps) {
            throw QueryException.execution("multiple matches for labels: "
                    + (isOneToOne()
                            ? "many-to-one matching must be explicit (group_left/group_right)"
                            : "grouping labels must ensure unique matches"));
        }
    }

    private Labels labelsOf(Labels many, Labels one) {
        Labels base = dropsMetadata ? MetadataLabels.drop(many) : many;
        if (isOneToOne()) {
            base = matching.on() ? base.keep(matching.labels()) : base.without(matching.labels());
        }
        if (matching.include().isEmpty()) {
            return base;
        }
        Labels.Builder builder = base.toBuilder();
        for (String name : matching.include()) {
            builder.set(name, one.get(name));
        }
        return builder.build();
    }

    /** Removes from {@code bits} the steps at which a signature has matched. */
    void removeMatched(int signature, long[] bits) {
        if (matched[signature] == null) {
            return;
        }
        for (long[] before : matched[signature].values()) {
            for (int i = 0; i < bits.length; i++) {
                bits[i] &= ~before[i];
            }
        }
    }

    /** Returns the result; series of different signatures may have the same labels. */
    Frame build() {
        return series.build();
    }
}
