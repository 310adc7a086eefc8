package io.dunlin.tsdb.head;

import io.dunlin.tsdb.model.Labels;

/**
 * What is known of series that have left the head before their epoch was cut: how far their samples reach, so that one that
 * returns goes on behind them. Owned here; who keeps what leaves implements it. Thread-safe.
 */
public interface LeftSeries {
    /** Nothing has left. */
    LeftSeries NONE = new LeftSeries() {
        @Override
        public long newestTime() {
            return Long.MIN_VALUE;
        }

        @Override
        public long newestTime(Labels series) {
            return Long.MIN_VALUE;
        }
    };

    /** Returns the time of the newest sample of all that have left, or somewhat later; the smallest long for none. Cheap. */
    long newestTime();

    /** Returns the time of a series' newest sample among those that have left, the smallest long where there is none. */
    long newestTime(Labels series);
}
