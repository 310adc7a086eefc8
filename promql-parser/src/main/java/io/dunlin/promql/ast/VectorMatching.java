package io.dunlin.promql.ast;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How the series of two vectors find each other in a binary operation.
 *
 * @param cardinality how many series of one side may match one of the other
 * @param on whether {@code labels} are the only ones compared, and not the ones left out
 * @param labels the labels of {@code on} or {@code ignoring}
 * @param include labels of the "one" side that results of {@code group_left} or {@code group_right} take over
 * @param fillLeft the value of a series that the left side lacks
 * @param fillRight the value of a series that the right side lacks
 */
public record VectorMatching(
        Cardinality cardinality,
        boolean on,
        List<String> labels,
        List<String> include,
        OptionalDouble fillLeft,
        OptionalDouble fillRight) {
    /** The cardinality of a match, left side first. */
    public enum Cardinality {
        ONE_TO_ONE("one-to-one"),
        MANY_TO_ONE("many-to-one"),
        ONE_TO_MANY("one-to-many"),
        MANY_TO_MANY("many-to-many");

        private final String apiName;

        Cardinality(String apiName) {
            this.apiName = apiName;
        }

        /** Returns the name that error messages and the HTTP API use. */
        public String apiName() {
            return apiName;
        }

        /** Returns whether {@code group_left} or {@code group_right} was written. */
        public boolean isGrouped() {
            return this == MANY_TO_ONE || this == ONE_TO_MANY;
        }
    }

    /** One-to-one on all labels: what holds when nothing is written. */
    public static final VectorMatching DEFAULT = of(Cardinality.ONE_TO_ONE, false, List.of(), List.of());

    /** Copies the lists. */
    public VectorMatching {
        labels = List.copyOf(labels);
        include = List.copyOf(include);
    }

    /** Returns a matching without fill values. */
    public static VectorMatching of(Cardinality cardinality, boolean on, List<String> labels, List<String> include) {
        return new VectorMatching(cardinality, on, labels, include, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** Returns whether a fill value was written. */
    public boolean fills() {
        return fillLeft.isPresent() || fillRight.isPresent();
    }
}
