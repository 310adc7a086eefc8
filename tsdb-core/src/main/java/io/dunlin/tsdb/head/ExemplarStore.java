package io.dunlin.tsdb.head;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.RejectReason;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The newest exemplars of all series, a fixed number of them: a new one takes the place of the oldest. Thread-safe. */
final class ExemplarStore {
    /** The most characters in the names and values of an exemplar's labels together, as OpenMetrics says. */
    private static final int MOST_LABEL_CHARACTERS = 128;

    private final int capacity;
    private final Deque<Labels> arrivals = new ArrayDeque<>();
    private final Map<Labels, Deque<Exemplar>> bySeries = new HashMap<>();

    ExemplarStore(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Checks what can be said of an exemplar alone.
     *
     * @throws WriteRejectedException when its labels are too long
     */
    static void check(Exemplar exemplar) {
        int characters = 0;
        for (Labels.Label label : exemplar.labels()) {
            characters += label.name().codePointCount(0, label.name().length());
            characters += label.value().codePointCount(0, label.value().length());
        }
        if (characters > MOST_LABEL_CHARACTERS) {
            throw new WriteRejectedException(
                    RejectReason.EXEMPLAR,
                    "label length for exemplar exceeds " + MOST_LABEL_CHARACTERS + " UTF-8 characters: length="
                            + characters);
        }
    }

    /**
     * Returns whether an exemplar may be added: it is later than the series' newest, or the same once more.
     *
     * @throws WriteRejectedException when it is older
     */
    synchronized boolean accepts(Labels series, Exemplar exemplar) {
        Deque<Exemplar> known = bySeries.get(series);
        if (known == null || exemplar.timestamp() > known.getLast().timestamp()) {
            return true;
        }
        if (exemplar.equals(known.getLast())) {
            return false;
        }
        throw new WriteRejectedException(
                RejectReason.EXEMPLAR,
                "out of order exemplar: time=" + exemplar.timestamp() + ", newest of the series="
                        + known.getLast().timestamp());
    }

    /** Adds an exemplar; one that is not later than the series' newest is left out. */
    synchronized void add(Labels series, Exemplar exemplar) {
        if (capacity == 0) {
            return;
        }
        Deque<Exemplar> known = bySeries.computeIfAbsent(series, any -> new ArrayDeque<>(2));
        if (!known.isEmpty() && exemplar.timestamp() <= known.getLast().timestamp()) {
            return;
        }
        known.add(exemplar);
        arrivals.add(series);
        if (arrivals.size() > capacity) {
            removeOldest();
        }
    }

    private void removeOldest() {
        Labels series = arrivals.remove();
        Deque<Exemplar> known = bySeries.get(series);
        known.remove();
        if (known.isEmpty()) {
            bySeries.remove(series);
        }
    }

    /** Returns the exemplars with {@code minTime <= t <= maxTime} of the series that meet all matchers. */
    synchronized Map<Labels, List<Exemplar>> select(List<LabelMatcher> matchers, long minTime, long maxTime) {
        Map<Labels, List<Exemplar>> found = new TreeMap<>();
        bySeries.forEach((series, exemplars) -> {
            if (matchers.stream().allMatch(matcher -> matcher.matches(series.get(matcher.name())))) {
                List<Exemplar> within = new ArrayList<>();
                for (Exemplar exemplar : exemplars) {
                    if (exemplar.timestamp() >= minTime && exemplar.timestamp() <= maxTime) {
                        within.add(exemplar);
                    }
                }
                if (!within.isEmpty()) {
                    found.put(series, within);
                }
            }
        });
        return found;
    }

    synchronized int size() {
        return arrivals.size();
    }
}
