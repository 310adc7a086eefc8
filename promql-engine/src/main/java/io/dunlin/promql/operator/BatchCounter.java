package io.dunlin.promql.operator;

import java.util.concurrent.atomic.AtomicInteger;

/** Deals out batches of series. Thread-safe. */
final class BatchCounter {
    private final int series;
    private final int batch;
    private final AtomicInteger next;

    /** Deals out the series from {@code first} on, of so many in all. */
    BatchCounter(int first, int series, int batch) {
        this.series = series;
        this.batch = batch;
        this.next = new AtomicInteger(first);
    }

    /** Returns the first series of a batch that nobody has, or -1 when there is none. */
    int next() {
        int first = next.getAndUpdate(n -> n < series ? n + batch : n);
        return first < series ? first : -1;
    }
}
