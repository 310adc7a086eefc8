package io.dunlin.tsdb.head;

import java.util.concurrent.ArrayBlockingQueue;

/** Batches of requests that are done, for requests to come: a request in steady state makes no arrays. Thread-safe. */
final class BatchPool {
    private final ArrayBlockingQueue<AppendBatch> idle;

    /** Makes a pool that keeps a number of batches. */
    BatchPool(int capacity) {
        idle = new ArrayBlockingQueue<>(capacity);
    }

    /** Returns an empty batch. */
    AppendBatch take() {
        AppendBatch batch = idle.poll();
        return batch == null ? new AppendBatch() : batch;
    }

    /** Takes back a batch that nobody uses any more. */
    void give(AppendBatch batch) {
        if (batch.isWorthKeeping()) {
            batch.clear();
            idle.offer(batch);
        }
    }
}
