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
    private final TimeRange selected;
    private final WindowLeaps bucketless;

    private Selection(
            WindowGrid windows, SeriesSet series, SeriesLabels labels, TimeRange selected, WindowLeaps bucketless) {
        this.selected = selected;
        this.bucketless = bucketless;
        this.windows = windows;
        this.series = series;
        this.labels = labels;
    }

    /** Selects; {@code function} is a hint, null for none. */
    static Selection of(
            QueryContext context, List<LabelMatcher> matchers, WindowGrid windows, PromqlFunction function) {
        return of(context, matchers, windows, new TimeRange(windows), function);
    }

    /** The times that windows read, from exclusive. */
    record TimeRange(long after, long upTo) {
        TimeRange(WindowGrid windows) {
            this(windows.readAfter(0), windows.readUpTo(windows.count() - 1));
        }

        TimeRange with(TimeRange other) {
            return new TimeRange(Math.min(after, other.after), Math.max(upTo, other.upTo));
        }
    }

    /** As {@link #of(QueryContext, List, WindowGrid, PromqlFunction)}, of a range that holds that of the windows. */
    static Selection of(
            QueryContext context,
            List<LabelMatcher> matchers,
            WindowGrid windows,
            TimeRange range,
            PromqlFunction function) {
        Querier querier = context.view().querier(range.after + 1, range.upTo);
        SelectHints hints = new SelectHints(
                windows.steps().isInstant() ? 0 : windows.steps().step(),
                windows.range(),
                function == null ? "" : function.promqlName(),
                0,
                false);
        SeriesSet series = querier.select(hints, matchers);
        context.memory().take(series.size() * MemorySizes.SELECTED_SERIES);
        return new Selection(windows, series, new SelectedLabels(querier, matchers, series), range, null);
    }

    /** Returns the same series for other windows, whose times must lie within those that were selected. */
    Selection over(WindowGrid others) {
        return new Selection(others, series, labels, selected, bucketless);
    }

    /** Returns the same series, whose native histograms have no buckets; {@code leaps} are those of its windows. */
    Selection withoutBuckets(WindowLeaps leaps) {
        return new Selection(windows, series, labels, selected, leaps);
    }

    /** Returns the windows that are read. */
    WindowGrid windows() {
        return windows;
    }

    /** Returns the labels of the series. */
    SeriesLabels labels() {
        return labels;
    }

    /**
     * Returns a reader for one worker that needs only the newest sample of each window. Where all steps have the same window
     * and no other was selected, that is one sample of a series, which the storage may have at hand.
     */
    SampleReader newestReader() {
        boolean oneWindow = windows.count() == 1 || windows.fixed();
        return oneWindow && bucketless == null && selected.equals(new TimeRange(windows))
                ? series.reader()::readNewest
                : reader();
    }

    /** Returns a reader for one worker. */
    SampleReader reader() {
        SampleReader samples = SampleReader.of(series.reader());
        return bucketless == null ? samples : samples.withoutBuckets(bucketless);
    }
}
