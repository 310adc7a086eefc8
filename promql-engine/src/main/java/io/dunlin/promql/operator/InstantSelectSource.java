package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.WindowBounds;
import io.dunlin.promql.plan.SampleField;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.StaleMarker;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * An instant selector: at each step the newest sample of a series after {@code t − lookback} and up to {@code t}, unless it
 * is a stale marker.
 */
final class InstantSelectSource implements SeriesSource {
    private final Selection selection;
    private final SampleField field;
    private final SampleCounts counts;

    InstantSelectSource(Selection selection, SampleField field, SampleCounts counts) {
        this.counts = counts;
        this.selection = selection;
        this.field = field;
    }

    @Override
    public SeriesLabels labels() {
        return selection.labels();
    }

    @Override
    public boolean dropsName(int series) {
        return false;
    }

    @Override
    public ColumnReader reader() {
        return reader(selection.newestReader());
    }

    /** Returns a reader that takes the selection's samples from another place. */
    ColumnReader reader(SampleReader samples) {
        return new Reader(samples);
    }

    private final class Reader implements ColumnReader {
        private final SampleReader samples;
        private final SampleBuffer buffer = new SampleBuffer();
        private final WindowBounds bounds = new WindowBounds(selection.windows());
        private final SampleTally tally = counts.tally();

        Reader(SampleReader samples) {
            this.samples = samples;
        }

        @Override
        public StepColumn read(int series, StepColumn scratch) {
            buffer.clear();
            samples.read(series, buffer);
            bounds.locate(buffer);
            long seen = 0;
            for (int step = 0; step < bounds.count(); step++) {
                int newest = bounds.end()[step] - 1;
                if (newest >= bounds.first()[step]) {
                    int weight = take(newest, step, scratch);
                    seen += weight;
                    if (tally.countsSteps()) {
                        tally.addStep(step, weight, weight);
                    }
                }
            }
            tally.add(seen, seen);
            return scratch;
        }

        /** Sets a step from a sample; returns how much the sample counts in the statistics. */
        private int take(int sample, int step, StepColumn out) {
            FloatHistogram histogram = buffer.hasHistograms() ? buffer.histograms()[sample] : null;
            double value = buffer.values()[sample];
            boolean stale = histogram == null ? StaleMarker.isStale(value) : histogram.isStale();
            if (stale) {
                return 0;
            }
            if (field != SampleField.VALUE) {
                out.set(step, seconds(sample));
                return 1;
            }
            if (histogram == null) {
                out.set(step, value);
                return 1;
            }
            out.set(step, histogram);
            return HistogramWeight.of(histogram);
        }

        private double seconds(int sample) {
            if (field == SampleField.TIME) {
                return buffer.times()[sample] / 1000.0;
            }
            return buffer.startTimes() == null ? 0 : buffer.startTimes()[sample] / 1000.0;
        }
    }
}
