package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import java.util.ArrayDeque;

/**
 * Batches of columns that workers fill in any order and one worker at a time hands to the sink in series order. A worker
 * whose batch is not yet due goes on with another; it waits only when too many of its batches wait.
 */
final class OrderedBatches {
    /** The batches that each worker has. */
    static final int BATCHES_AHEAD = 3;

    private final int start;
    private final int series;
    private final int batch;
    private final int steps;
    private final ColumnSink sink;
    private final BatchCounter counter;
    private final Batch[] waiting;
    private int due;
    private boolean draining;
    private boolean failed;

    /** Begins with the series {@code start} of {@code series}. */
    OrderedBatches(int start, int series, int batch, int steps, ColumnSink sink) {
        this.start = start;
        this.series = series;
        this.batch = batch;
        this.steps = steps;
        this.sink = sink;
        this.counter = new BatchCounter(start, series, batch);
        this.waiting = new Batch[(series - start + batch - 1) / batch];
    }

    /** Columns of one batch; given back to their worker after they were handed over. */
    private static final class Batch {
        private final StepColumn[] scratch;
        private final StepColumn[] columns;
        private final ArrayDeque<Batch> home;
        private int first;

        Batch(int size, int steps, ArrayDeque<Batch> home) {
            this.scratch = new StepColumn[size];
            this.columns = new StepColumn[size];
            this.home = home;
            for (int i = 0; i < size; i++) {
                scratch[i] = new StepColumn(steps);
            }
        }
    }

    /** Fills batches until none is left; between two of them other threads, those that write above all, get their turn. */
    @SuppressWarnings("ThreadPriorityCheck")
    void work(ColumnReader reader, QueryContext context) {
        ArrayDeque<Batch> free = new ArrayDeque<>();
        for (int i = 0; i < BATCHES_AHEAD; i++) {
            free.add(new Batch(batch, steps, free));
        }
        try {
            for (int first = counter.next(); first >= 0; first = counter.next()) {
                context.checkpoint();
                Batch filled = take(free);
                if (filled == null) {
                    return;
                }
                fill(filled, first, reader);
                handOver(filled);
                Thread.yield();
            }
        } catch (RuntimeException | Error e) {
            fail();
            throw e;
        }
    }

    private synchronized Batch take(ArrayDeque<Batch> free) {
        boolean interrupted = false;
        while (free.isEmpty() && !failed) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failed ? null : free.poll();
    }

    private void fill(Batch filled, int first, ColumnReader reader) {
        filled.first = first;
        for (int i = 0; i < batch && first + i < series; i++) {
            filled.scratch[i].clear();
            filled.columns[i] = reader.read(first + i, filled.scratch[i]);
        }
    }

    private void handOver(Batch filled) {
        synchronized (this) {
            waiting[(filled.first - start) / batch] = filled;
            if (draining) {
                return;
            }
            draining = true;
        }
        for (Batch next = nextDue(); next != null; next = nextDue()) {
            drain(next);
            giveBack(next);
        }
    }

    private synchronized Batch nextDue() {
        if (failed || due == waiting.length || waiting[due] == null) {
            draining = false;
            return null;
        }
        return waiting[due];
    }

    private void drain(Batch next) {
        for (int i = 0; i < batch && next.first + i < series; i++) {
            if (!next.columns[i].isEmpty()) {
                sink.accept(next.first + i, next.columns[i]);
            }
        }
    }

    private synchronized void giveBack(Batch drained) {
        waiting[due++] = null;
        drained.home.add(drained);
        notifyAll();
    }

    private synchronized void fail() {
        failed = true;
        notifyAll();
    }

    /** Checks that every batch was handed over. */
    synchronized void finish() {
        if (due != waiting.length) {
            throw new IllegalStateException("columns were lost: handed=" + due + ", batches=" + waiting.length);
        }
    }
}
