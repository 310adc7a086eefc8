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
 * Solves label matchers by set algebra over any {@link LabelIndex}. A matcher that the empty value fails gives a set to
 * intersect with; one that the empty value meets gives a set to take away, namely the series whose value fails it. The
 * sets are intersected from the smallest, then the others taken away. Regular expressions that are a set of literals, a
 * prefix or {@code .*literal.*} never run as an automaton over all values.
 */
public final class MatcherResolver {
    private MatcherResolver() {}

    /** Returns the series of the index that meet all matchers; the caller may not change the result. */
    public static RoaringBitmap resolve(LabelIndex index, List<LabelMatcher> matchers) {
        List<RoaringBitmap> wanted = new ArrayList<>();
        List<RoaringBitmap> unwanted = new ArrayList<>();
        for (LabelMatcher matcher : matchers) {
            if (matcher.matchesEmpty()) {
                unwanted.add(failing(index, matcher));
            } else {
                RoaringBitmap found = meeting(index, matcher);
                if (found.isEmpty()) {
                    return found;
                }
                wanted.add(found);
            }
        }
        RoaringBitmap result = intersect(index, wanted);
        for (RoaringBitmap set : unwanted) {
            if (!set.isEmpty()) {
                result = RoaringBitmap.andNot(result, set);
            }
        }
        return result;
    }

    private static RoaringBitmap intersect(LabelIndex index, List<RoaringBitmap> wanted) {
        if (wanted.isEmpty()) {
            return index.all();
        }
        wanted.sort(Comparator.comparingLong(RoaringBitmap::getLongCardinality));
        RoaringBitmap result = wanted.get(0);
        for (int i = 1; i < wanted.size() && !result.isEmpty(); i++) {
            result = RoaringBitmap.and(result, wanted.get(i));
        }
        return result;
    }

    /** The series with the label that meet a matcher which the empty value fails. */
    private static RoaringBitmap meeting(LabelIndex index, LabelMatcher matcher) {
        return switch (matcher.type()) {
            case EQUAL -> index.withValue(matcher.name(), matcher.value());
            case NOT_EQUAL -> without(index, matcher.name(), index.withValue(matcher.name(), matcher.value()));
            case REGEX -> byRegex(index, matcher);
            case NOT_REGEX -> without(index, matcher.name(), byRegex(index, matcher));
        };
    }

    /** The series with the label that fail a matcher which the empty value meets. */
    private static RoaringBitmap failing(LabelIndex index, LabelMatcher matcher) {
        return switch (matcher.type()) {
            case EQUAL -> index.withLabel(matcher.name());
            case NOT_EQUAL -> index.withValue(matcher.name(), matcher.value());
            case REGEX -> without(index, matcher.name(), byRegex(index, matcher));
            case NOT_REGEX -> byRegex(index, matcher);
        };
    }

    private static RoaringBitmap without(LabelIndex index, String name, RoaringBitmap set) {
        RoaringBitmap labelled = index.withLabel(name);
        return set.isEmpty() ? labelled : RoaringBitmap.andNot(labelled, set);
    }

    /** The series with the label whose value the expression matches, be the matcher positive or negative. */
    private static RoaringBitmap byRegex(LabelIndex index, LabelMatcher matcher) {
        RegexShape shape = RegexShape.of(matcher.value());
        String name = matcher.name();
        if (shape.matchesAny() || shape.matchesAnyNonEmpty()) {
            return index.withLabel(name);
        }
        if (shape.literals() != null) {
            return byLiterals(index, name, shape.literals());
        }
        if (shape.contained() != null) {
            return index.withValues(name, "", value -> value.contains(shape.contained()));
        }
        boolean negative = matcher.isNegative();
        Predicate<String> test = value -> matcher.matches(value) != negative;
        return index.withValues(name, shape.prefix(), test);
    }

    private static RoaringBitmap byLiterals(LabelIndex index, String name, Set<String> literals) {
        List<RoaringBitmap> sets = new ArrayList<>(literals.size());
        for (String literal : literals) {
            if (!literal.isEmpty()) {
                sets.add(index.withValue(name, literal));
            }
        }
        return sets.size() == 1 ? sets.get(0) : FastAggregation.or(sets.iterator());
    }
}
