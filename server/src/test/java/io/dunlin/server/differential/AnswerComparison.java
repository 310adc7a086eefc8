package io.dunlin.server.differential;

import io.dunlin.server.differential.Answer.Bucket;
import io.dunlin.server.differential.Answer.Histogram;
import io.dunlin.server.differential.Answer.Point;
import io.dunlin.server.differential.Answer.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares two answers to one query, by the rules of an {@link Exactness}. Stateless. */
final class AnswerComparison {
    /** Prometheus's API shows so many annotations of a kind and says how many more there are. */
    private static final int SHOWN_ANNOTATIONS = 10;

    private AnswerComparison() {}

    /** Returns the first difference, or nothing. */
    static Optional<Difference> compare(Exactness exactness, Answer ours, Answer theirs) {
        if (ours.isError() || theirs.isError()) {
            return errors(ours, theirs);
        }
        if (!ours.type().equals(theirs.type())) {
            return Difference.of(Difference.Field.TYPE, ours.type(), theirs.type());
        }
        if (!ours.text().equals(theirs.text())) {
            return Difference.of(Difference.Field.VALUE, ours.text(), theirs.text());
        }
        return series(exactness, ours, theirs)
                .or(() -> annotations(Difference.Field.WARNINGS, ours.warnings(), theirs.warnings()))
                .or(() -> annotations(Difference.Field.INFOS, ours.infos(), theirs.infos()));
    }

    private static Optional<Difference> errors(Answer ours, Answer theirs) {
        boolean same = ours.errorType().equals(theirs.errorType())
                && ErrorWords.stable(ours.text()).equals(ErrorWords.stable(theirs.text()));
        return same ? Optional.empty() : Difference.of(Difference.Field.ERROR, summary(ours), summary(theirs));
    }

    private static String summary(Answer answer) {
        return answer.isError()
                ? answer.errorType() + ": " + answer.text()
                : answer.type() + " of " + answer.series().size() + " series";
    }

    private static Optional<Difference> series(Exactness exactness, Answer ours, Answer theirs) {
        List<Series> own = ordered(exactness, ours.series());
        List<Series> reference = ordered(exactness, theirs.series());
        if (exactness.order() == Exactness.Order.VALUES && !sameSequence(exactness, ours, theirs)) {
            return Difference.of(Difference.Field.ORDER, labels(ours.series()), labels(theirs.series()));
        }
        String ownLabels = labels(own);
        String referenceLabels = labels(reference);
        if (!ownLabels.equals(referenceLabels)) {
            return Difference.of(Difference.Field.LABELS, ownLabels, referenceLabels);
        }
        for (int i = 0; i < own.size(); i++) {
            Optional<Difference> difference = points(exactness, own.get(i), reference.get(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static List<Series> ordered(Exactness exactness, List<Series> series) {
        return exactness.order() == Exactness.Order.LABELS
                ? series
                : series.stream().sorted(Comparator.comparing(Series::labels)).toList();
    }

    private static boolean sameSequence(Exactness exactness, Answer ours, Answer theirs) {
        boolean same = ours.series().size() == theirs.series().size();
        for (int i = 0; same && i < ours.series().size(); i++) {
            same = exactness.same(
                    value(ours.series().get(i)), value(theirs.series().get(i)));
        }
        return same;
    }

    private static double value(Series series) {
        return series.points().get(0).value();
    }

    private static String labels(List<Series> series) {
        return series.stream().map(one -> one.labels().toString()).collect(Collectors.joining(" "));
    }

    private static Optional<Difference> points(Exactness exactness, Series ours, Series theirs) {
        List<Long> ownTimes = ours.points().stream().map(Point::time).toList();
        List<Long> times = theirs.points().stream().map(Point::time).toList();
        if (!ownTimes.equals(times)) {
            return Difference.of(Difference.Field.TIMES, ours.labels() + " " + ownTimes, times.toString());
        }
        for (int i = 0; i < times.size(); i++) {
            Point own = ours.points().get(i);
            Point reference = theirs.points().get(i);
            if ((own.histogram() == null) != (reference.histogram() == null)
                    || own.histogram() == null && !exactness.same(own.value(), reference.value())
                    || own.histogram() != null && !same(exactness, own.histogram(), reference.histogram())) {
                Difference.Field field = own.histogram() == null ? Difference.Field.VALUE : Difference.Field.HISTOGRAM;
                return Difference.of(field, ours.labels() + " " + own, reference.toString());
            }
        }
        return Optional.empty();
    }

    private static boolean same(Exactness exactness, Histogram ours, Histogram theirs) {
        boolean same = exactness.same(ours.count(), theirs.count())
                && exactness.same(ours.sum(), theirs.sum())
                && ours.buckets().size() == theirs.buckets().size();
        for (int i = 0; same && i < ours.buckets().size(); i++) {
            Bucket own = ours.buckets().get(i);
            Bucket reference = theirs.buckets().get(i);
            same = Exactness.sameBits(own.lower(), reference.lower())
                    && Exactness.sameBits(own.upper(), reference.upper())
                    && exactness.same(own.count(), reference.count());
        }
        return same;
    }

    private static Optional<Difference> annotations(Difference.Field field, List<String> ours, List<String> theirs) {
        List<String> own = ours.stream().sorted().toList();
        List<String> reference = theirs.stream().sorted().collect(Collectors.toCollection(ArrayList::new));
        String more = (own.size() - SHOWN_ANNOTATIONS) + " more "
                + field.name().toLowerCase(Locale.ROOT).replaceAll("s$", "");
        boolean cut = own.size() > SHOWN_ANNOTATIONS && reference.removeIf(line -> line.startsWith(more));
        boolean same =
                cut ? own.containsAll(reference) && reference.size() == SHOWN_ANNOTATIONS : own.equals(reference);
        return same ? Optional.empty() : Difference.of(field, own.toString(), theirs.toString());
    }
}
