package io.dunlin.tsdb.index;

import io.dunlin.tsdb.model.LabelMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.roaringbitmap.FastAggregation;
import org.roaringbitmap.RoaringBitmap;

/**
 * Solves label matchers by set algebra over any {@link LabelIndex}. Exact matchers come first, that of the fewest series
 * before all, and each matcher looks only at what those before it have left, so that a query for one series does not pay for
 * how many others have the same job. A matcher that the empty value fails leaves the series that it finds; one that the empty
 * value meets takes away those whose value fails it. Regular expressions that are a set of literals, a prefix or {@code
 * .*literal.*} never run as an automaton over all values.
 */
public final class MatcherResolver {
    private MatcherResolver() {}

    /** Returns the series of the index that meet all matchers; the caller may not change the result. */
    public static RoaringBitmap resolve(LabelIndex index, List<LabelMatcher> matchers) {
        List<LabelIndex.Postings> exact = new ArrayList<>(matchers.size());
        List<LabelMatcher> others = new ArrayList<>();
        for (LabelMatcher matcher : matchers) {
            if (matcher.type() == LabelMatcher.Type.EQUAL && !matcher.matchesEmpty()) {
                exact.add(index.withValue(matcher.name(), matcher.value()));
            } else {
                others.add(matcher);
            }
        }
        exact.sort(Comparator.comparingLong(LabelIndex.Postings::count));
        // Matchers that demand a value shrink the set, so they come before those that only take series away.
        others.sort(Comparator.comparing(LabelMatcher::matchesEmpty));
        RoaringBitmap left = index.all();
        for (LabelIndex.Postings postings : exact) {
            left = left.isEmpty() ? left : postings.among(left);
        }
        for (LabelMatcher matcher : others) {
            left = left.isEmpty() ? left : apply(index, matcher, left);
        }
        return left;
    }

    private static RoaringBitmap apply(LabelIndex index, LabelMatcher matcher, RoaringBitmap series) {
        return matcher.matchesEmpty()
                ? RoaringBitmap.andNot(series, failing(index, matcher, series))
                : meeting(index, matcher, series);
    }

    /** Those of some series with the label that meet a matcher which the empty value fails. */
    private static RoaringBitmap meeting(LabelIndex index, LabelMatcher matcher, RoaringBitmap series) {
        return switch (matcher.type()) {
            case EQUAL -> byValue(index, matcher, series);
            case NOT_EQUAL -> without(index, matcher, byValue(index, matcher, series), series);
            case REGEX -> byRegex(index, matcher, series);
            case NOT_REGEX -> without(index, matcher, byRegex(index, matcher, series), series);
        };
    }

    /** Those of some series with the label that fail a matcher which the empty value meets. */
    private static RoaringBitmap failing(LabelIndex index, LabelMatcher matcher, RoaringBitmap series) {
        return switch (matcher.type()) {
            case EQUAL -> index.withLabel(matcher.name()).among(series);
            case NOT_EQUAL -> byValue(index, matcher, series);
            case REGEX -> without(index, matcher, byRegex(index, matcher, series), series);
            case NOT_REGEX -> byRegex(index, matcher, series);
        };
    }

    private static RoaringBitmap byValue(LabelIndex index, LabelMatcher matcher, RoaringBitmap series) {
        return index.withValue(matcher.name(), matcher.value()).among(series);
    }

    private static RoaringBitmap without(
            LabelIndex index, LabelMatcher matcher, RoaringBitmap set, RoaringBitmap series) {
        RoaringBitmap labelled = index.withLabel(matcher.name()).among(series);
        return set.isEmpty() ? labelled : RoaringBitmap.andNot(labelled, set);
    }

    /** Those of some series with the label whose value the expression matches, be the matcher positive or negative. */
    private static RoaringBitmap byRegex(LabelIndex index, LabelMatcher matcher, RoaringBitmap series) {
        RegexShape shape = RegexShape.of(matcher.value());
        String name = matcher.name();
        if (shape.matchesAny() || shape.matchesAnyNonEmpty()) {
            return index.withLabel(name).among(series);
        }
        if (shape.literals() != null) {
            return byLiterals(index, name, shape.literals(), series);
        }
        if (shape.contained() != null) {
            return index.withValues(name, "", value -> value.contains(shape.contained()), series);
        }
        boolean negative = matcher.isNegative();
        Predicate<String> test = value -> matcher.matches(value) != negative;
        return index.withValues(name, shape.prefix(), test, series);
    }

    private static RoaringBitmap byLiterals(LabelIndex index, String name, Set<String> literals, RoaringBitmap series) {
        List<RoaringBitmap> sets = new ArrayList<>(literals.size());
        for (String literal : literals) {
            if (!literal.isEmpty()) {
                sets.add(index.withValue(name, literal).among(series));
            }
        }
        return sets.size() == 1 ? sets.get(0) : FastAggregation.or(sets.iterator());
    }
}
