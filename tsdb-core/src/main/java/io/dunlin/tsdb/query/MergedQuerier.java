package io.dunlin.tsdb.query;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.Utf8Order;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Several queriers as one. They come in the order in which their samples were acknowledged: of two samples of a series
 * with equal times, that of the first querier counts.
 */
public final class MergedQuerier implements Querier {
    private final List<Querier> sources;

    /** Joins queriers over the same range, those with the samples acknowledged first in front. */
    public MergedQuerier(List<Querier> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
        List<SeriesSet> found = new ArrayList<>(sources.size());
        for (Querier source : sources) {
            SeriesSet set = source.select(hints, matchers);
            if (set.size() > 0) {
                found.add(set);
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        return MergedSeriesSet.of(found, hints);
    }

    @Override
    public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
        return union(source -> source.labelNames(matchers, limit), limit);
    }

    @Override
    public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
        return union(source -> source.labelValues(name, matchers, limit), limit);
    }

    private List<String> union(Function<Querier, List<String>> question, int limit) {
        TreeSet<String> all = new TreeSet<>(Utf8Order.COMPARATOR);
        for (Querier source : sources) {
            all.addAll(question.apply(source));
        }
        return all.stream().limit(limit > 0 ? limit : Long.MAX_VALUE).toList();
    }

    @Override
    public Map<Labels, List<Exemplar>> exemplars(List<LabelMatcher> matchers) {
        Map<Labels, List<Exemplar>> all = new TreeMap<>();
        for (Querier source : sources) {
            source.exemplars(matchers)
                    .forEach((labels, exemplars) -> all.merge(labels, exemplars, MergedQuerier::joined));
        }
        return all;
    }

    private static List<Exemplar> joined(List<Exemplar> first, List<Exemplar> second) {
        List<Exemplar> both = new ArrayList<>(first);
        second.stream().filter(exemplar -> !first.contains(exemplar)).forEach(both::add);
        both.sort(Comparator.comparingLong(Exemplar::timestamp));
        return both;
    }
}
