package io.dunlin.promql.promqltest;

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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A view whose matchers or samples are changed on the way. */
final class FaultyView implements View {
    private final View healthy;
    private final UnaryOperator<List<LabelMatcher>> matchers;
    private final UnaryOperator<SampleBuffer> samples;

    FaultyView(View healthy, UnaryOperator<List<LabelMatcher>> matchers, UnaryOperator<SampleBuffer> samples) {
        this.healthy = healthy;
        this.matchers = matchers;
        this.samples = samples;
    }

    /** Returns a view with changed samples: the change gets one series after another and returns what is read. */
    static UnaryOperator<View> ofSamples(UnaryOperator<SampleBuffer> change) {
        return view -> new FaultyView(view, UnaryOperator.identity(), change);
    }

    /** Returns a view with changed matchers. */
    static UnaryOperator<View> ofMatchers(UnaryOperator<List<LabelMatcher>> change) {
        return view -> new FaultyView(view, change, UnaryOperator.identity());
    }

    /** Returns the samples for which a copier, called with each index and the target, adds something. */
    static SampleBuffer rebuilt(SampleBuffer from, Consumer<Copy> copier) {
        SampleBuffer to = new SampleBuffer();
        for (int i = 0; i < from.size(); i++) {
            copier.accept(new Copy(from, i, to));
        }
        return to;
    }

    /** One sample on its way from one buffer to another. */
    record Copy(SampleBuffer from, int index, SampleBuffer to) {
        boolean isHistogram() {
            return from.hasHistograms() && from.histograms()[index] != null;
        }

        /** Copies the sample with another time. */
        void keep(long shift) {
            long time = from.times()[index] + shift;
            if (isHistogram()) {
                to.add(time, from.histograms()[index]);
            } else {
                to.add(time, from.values()[index]);
            }
            if (from.startTimes() != null && from.startTimes()[index] != 0) {
                to.startTime(to.size() - 1, from.startTimes()[index]);
            }
        }
    }

    @Override
    public Querier querier(long minTime, long maxTime) {
        return new FaultyQuerier(healthy.querier(minTime, maxTime));
    }

    @Override
    public long minTime() {
        return healthy.minTime();
    }

    @Override
    public long maxTime() {
        return healthy.maxTime();
    }

    /** Does nothing: the healthy view is someone else's. */
    @Override
    public void close() {}

    private final class FaultyQuerier implements Querier {
        private final Querier querier;

        FaultyQuerier(Querier querier) {
            this.querier = querier;
        }

        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> wanted) {
            return new FaultySeriesSet(querier.select(hints, matchers.apply(wanted)));
        }

        @Override
        public List<String> labelNames(List<LabelMatcher> wanted, int limit) {
            return querier.labelNames(wanted, limit);
        }

        @Override
        public List<String> labelValues(String name, List<LabelMatcher> wanted, int limit) {
            return querier.labelValues(name, wanted, limit);
        }

        @Override
        public Map<Labels, List<Exemplar>> exemplars(List<LabelMatcher> wanted) {
            return querier.exemplars(wanted);
        }
    }

    private final class FaultySeriesSet implements SeriesSet {
        private final SeriesSet series;

        FaultySeriesSet(SeriesSet series) {
            this.series = series;
        }

        @Override
        public int size() {
            return series.size();
        }

        @Override
        public Labels labels(int number) {
            return series.labels(number);
        }

        @Override
        public LabelColumn column(String labelName) {
            return series.column(labelName);
        }

        @Override
        public SeriesReader reader() {
            SeriesReader reader = series.reader();
            return (number, into) -> {
                SampleBuffer read = new SampleBuffer();
                reader.read(number, read);
                SampleBuffer changed = samples.apply(read);
                for (int i = 0; i < changed.size(); i++) {
                    new Copy(changed, i, into).keep(0);
                }
            };
        }
    }
}
