package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.index.RegexShape;
import io.dunlin.tsdb.model.LabelMatcher;
import java.util.Set;

/**
 * The values of a label whose series a matcher keeps or takes away, as far as they can be told without trying all: a few
 * literals, those with a prefix, or every one.
 *
 * @param literals the only values it can be, or null
 * @param prefix what all of them begin with, empty where unknown
 * @param isEveryValue whether no value has to be looked at
 * @param matcher the matcher
 * @param matching whether the values are those that meet the matcher, or those that do not
 */
record WantedValues(Set<String> literals, String prefix, boolean isEveryValue, LabelMatcher matcher, boolean matching) {

    /** Looks at a matcher; {@code matching} says whether the values that meet it are wanted, or the others. */
    static WantedValues of(LabelMatcher matcher, boolean matching) {
        // A negative matcher's other values are the positive one's values, and the other way round.
        boolean positive = matcher.isNegative() != matching;
        if (!matcher.isRegex()) {
            boolean isEvery = matcher.value().isEmpty() && !positive;
            return new WantedValues(positive ? Set.of(matcher.value()) : null, "", isEvery, matcher, matching);
        }
        RegexShape shape = RegexShape.of(matcher.value());
        if (!positive) {
            return new WantedValues(shape.matchesAny() ? Set.of() : null, "", false, matcher, matching);
        }
        boolean isEvery = shape.matchesAny() || shape.matchesAnyNonEmpty();
        return new WantedValues(shape.literals(), shape.prefix(), isEvery, matcher, matching);
    }

    /** Returns whether a value is one of them. */
    boolean has(String value) {
        return matcher.matches(value) == matching;
    }
}
