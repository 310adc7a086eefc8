package io.dunlin.server.differential;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import java.util.List;
import java.util.Map;

/**
 * A view that gives series in label order to those too who take any. Which of equal values {@code topk} takes, and which
 * series {@code limitk}, depends on the order, which no storage promises; the reference has its series in label order.
 */
record LabelOrderedView(View view) implements View {
    @Override
    public Querier querier(long from, long to) {
        return new LabelOrderedQuerier(view.querier(from, to));
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
    public void close() {
        view.close();
    }

    private record LabelOrderedQuerier(Querier querier) implements Querier {
        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
            return querier.select(
                    new SelectHints(hints.step(), hints.range(), hints.function(), hints.limit(), true), matchers);
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
}
