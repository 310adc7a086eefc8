package io.dunlin.promql.operator;

import io.dunlin.promql.batch.WindowGrid;
import io.dunlin.promql.batch.WindowLeaps;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.List;

/** The series that a selector found for the windows of a grid, with their samples' time range. */
final class Selection {
    private final WindowGrid windows;
    private final SeriesSet series;
    private final SeriesLabels labels;
    private final WindowLeaps bucketless;

    private Selection(WindowGrid windows, SeriesSet series, SeriesLabels labels, WindowLeaps bucketless) {
        this.bucketless = bucketless;
        this.windows = windows;
        this.series = series;
        this.labels = labels;
    }

    /** Selects; {@code function} is a hint, null for none. */
    static Selection of(
            QueryContext context, List<LabelMatcher> matchers, WindowGrid windows, PromqlFunction function) {
        int last = windows.count() - 1;
        Querier querier = context.view().querier(windows.readAfter(0) + 1, windows.readUpTo(last));
        SelectHints hints = new SelectHints(
                windows.steps().isInstant() ? 0 : windows.steps().step(),
                windows.range(),
                function == null ? "" : function.promqlName(),
                0,
                false);
        SeriesSet series = querier.select(hints, matchers);
        context.memory().take(series.size() * MemorySizes.SELECTED_SERIES);
        return new Selection(windows, series, new SelectedLabels(querier, matchers, series), null);
    }

    /** Returns the same series, whose native histograms have no buckets; {@code leaps} are those of its windows. */
    Selection withoutBuckets(WindowLeaps leaps) {
        return new Selection(windows, series, labels, leaps);
    }

    /** Returns the windows that are read. */
    WindowGrid windows() {
        return windows;
    }

    /** Returns the labels of the series. */
    SeriesLabels labels() {
        return labels;
    }

    /** Returns a reader for one worker. */
    SampleReader reader() {
        SampleReader samples = SampleReader.of(series.reader());
        return bucketless == null ? samples : samples.withoutBuckets(bucketless);
    }
}
