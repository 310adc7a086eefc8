package io.dunlin.tsdb.storage;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import java.util.List;
import java.util.Map;

/**
 * Reads one time range of a {@link View}; valid until the view is closed. Thread-safe. Several matchers are joined by
 * <em>and</em>; no matcher at all selects every series.
 */
public interface Querier {
    /** Returns the series that meet all matchers and may have samples in the range. */
    SeriesSet select(SelectHints hints, List<LabelMatcher> matchers);

    /**
     * Returns the label names of the matching series in byte order.
     *
     * @param limit the most names to return, 0 for all
     */
    List<String> labelNames(List<LabelMatcher> matchers, int limit);

    /**
     * Returns the values of one label among the matching series in byte order.
     *
     * @param limit the most values to return, 0 for all
     */
    List<String> labelValues(String name, List<LabelMatcher> matchers, int limit);

    /** Returns the exemplars of the matching series, in label order, each list in time order. */
    Map<Labels, List<Exemplar>> exemplars(List<LabelMatcher> matchers);
}
