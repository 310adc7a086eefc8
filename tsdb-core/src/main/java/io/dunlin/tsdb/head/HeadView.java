package io.dunlin.tsdb.head;

import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.View;

/** The head as it was after one commit, held until closed. */
public final class HeadView implements View {
    private final ViewRegistry.Hold hold;
    private final ExemplarStore exemplars;

    HeadView(ViewRegistry.Hold hold, ExemplarStore exemplars) {
        this.hold = hold;
        this.exemplars = exemplars;
    }

    @Override
    public Querier querier(long minTime, long maxTime) {
        return new HeadQuerier(hold.snapshot(), exemplars, minTime, maxTime);
    }

    @Override
    public long minTime() {
        return hold.snapshot().minTime();
    }

    @Override
    public long maxTime() {
        return hold.snapshot().maxTime();
    }

    @Override
    public void close() {
        hold.close();
    }
}
