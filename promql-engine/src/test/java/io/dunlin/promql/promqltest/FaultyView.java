package io.dunlin.promql.promqltest;

import io.dunlin.promql.testing.PassingView;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.View;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A view whose matchers or samples are changed on the way. */
final class FaultyView extends PassingView {
    private final UnaryOperator<List<LabelMatcher>> matchers;
    private final UnaryOperator<SampleBuffer> samples;

    FaultyView(View healthy, UnaryOperator<List<LabelMatcher>> matchers, UnaryOperator<SampleBuffer> samples) {
        super(healthy);
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
    protected List<LabelMatcher> select(List<LabelMatcher> wanted) {
        return matchers.apply(wanted);
    }

    @Override
    protected void read(SeriesReader reader, int series, SampleBuffer into) {
        SampleBuffer read = new SampleBuffer();
        reader.read(series, read);
        SampleBuffer changed = samples.apply(read);
        for (int i = 0; i < changed.size(); i++) {
            new Copy(changed, i, into).keep(0);
        }
    }
}
