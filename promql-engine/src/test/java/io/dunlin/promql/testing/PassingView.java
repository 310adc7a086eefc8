package io.dunlin.promql.testing;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import java.util.List;
import java.util.Map;

/** A view that passes everything on, for those that look at or change what is read. Closing it leaves the other open. */
public abstract class PassingView implements View {
    private final View view;

    /** Passes on to a view. */
    protected PassingView(View view) {
        this.view = view;
    }

    /** Returns the matchers to select by. */
    protected List<LabelMatcher> select(List<LabelMatcher> matchers) {
        return matchers;
    }

    /** Reads a series. */
    protected abstract void read(SeriesReader reader, int series, SampleBuffer into);

    @Override
    public final Querier querier(long minTime, long maxTime) {
        return new PassingQuerier(view.querier(minTime, maxTime));
    }

    @Override
    public final long minTime() {
        return view.minTime();
    }

    @Override
    public final long maxTime() {
        return view.maxTime();
    }

    @Override
    public final void close() {}

    private final class PassingQuerier implements Querier {
        private final Querier querier;

        PassingQuerier(Querier querier) {
            this.querier = querier;
        }

        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
            return new PassingSet(querier.select(hints, PassingView.this.select(matchers)));
        }

        @Override
        public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
            return querier.labelNames(matchers, limit);
        }

        @Override
        public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
            return querier.labelValues(name, matchers, limit);
        }

        @Override
        public Map<Labels, List<Exemplar>> exemplars(List<LabelMatcher> matchers) {
            return querier.exemplars(matchers);
        }
    }

    private final class PassingSet implements SeriesSet {
        private final SeriesSet set;

        PassingSet(SeriesSet set) {
            this.set = set;
        }

        @Override
        public int size() {
            return set.size();
        }

        @Override
        public Labels labels(int series) {
            return set.labels(series);
        }

        @Override
        public LabelColumn column(String labelName) {
            return set.column(labelName);
        }

        @Override
        public SeriesReader reader() {
            SeriesReader reader = set.reader();
            return (series, into) -> read(reader, series, into);
        }
    }
}
