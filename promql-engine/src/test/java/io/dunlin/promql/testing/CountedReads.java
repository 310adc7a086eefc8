package io.dunlin.promql.testing;

import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.View;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A view that counts what is read of it. */
public final class CountedReads extends PassingView {
    private final AtomicLong selections = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();

    /** Counts what is read of a view. */
    public CountedReads(View view) {
        super(view);
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
    protected List<LabelMatcher> select(List<LabelMatcher> matchers) {
        selections.incrementAndGet();
        return matchers;
    }

    @Override
    protected void read(SeriesReader reader, int series, SampleBuffer into) {
        reads.incrementAndGet();
        reader.read(series, into);
    }
}
