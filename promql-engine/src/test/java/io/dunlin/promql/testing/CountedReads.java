package io.dunlin.promql.testing;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A view that counts what is read of it. Closing it leaves the view behind it open. */
public final class CountedReads implements View {
    private final View view;
    private final AtomicLong selections = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();

    /** Counts what is read of a view. */
    public CountedReads(View view) {
        this.view = view;
    }

    /** Returns how often series were selected. */
    public long selections() {
        return selections.get();
    }

    /** Returns how often the samples of a series were read. */
    public long reads() {
        return reads.get();
    }

    @Override
    public Querier querier(long minTime, long maxTime) {
        return new CountedQuerier(view.querier(minTime, maxTime));
    }

    @Override
    public long minTime() {
        return view.minTime();
    }

    @Override
    public long maxTime() {
        return view.maxTime();
    }

    @Override
    public void close() {}

    private final class CountedQuerier implements Querier {
        private final Querier querier;

        CountedQuerier(Querier querier) {
            this.querier = querier;
        }

        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
            selections.incrementAndGet();
            return new CountedSet(querier.select(hints, matchers));
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

    private final class CountedSet implements SeriesSet {
        private final SeriesSet set;

        CountedSet(SeriesSet set) {
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
            return (series, into) -> {
                reads.incrementAndGet();
                reader.read(series, into);
            };
        }
    }
}
