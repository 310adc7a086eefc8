package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;

/**
 * Computes the columns of a source: for a while on the thread that asks, then, where there is more to do, on several workers.
 * They take series in batches; which worker takes which batch is left to chance, the result is not: {@link #run} hands columns
 * over in series order.
 */
final class ColumnPump {
    /** Steps × series of a batch: its columns stay in a core's cache. */
    private static final int BATCH_VALUES = 1 << 14;

    private static final int MAX_BATCH = 128;

    /** So many series are read between two looks at the clock. */
    private static final int SERIES_A_LOOK = 8;

    private final QueryContext context;
    private final ColumnSource source;
    private final int steps;
    private final int series;
    private final int batch;

    /** Until when the thread that asks works alone. */
    private final long alone;

    private ColumnPump(QueryContext context, ColumnSource source, int steps) {
        this.context = context;
        this.source = source;
        this.steps = steps;
        this.series = source.size();
        this.batch = batchSize(steps);
        this.alone = System.nanoTime() + context.pool().helpAfter();
    }

    static int batchSize(int steps) {
        return Math.max(1, Math.min(MAX_BATCH, BATCH_VALUES / Math.max(1, steps)));
    }

    /** Returns how many workers find a batch each in the series from one on. */
    private int workers(int from) {
        return Math.min(context.pool().workers(), (series - from + batch - 1) / batch);
    }

    /** Whether other workers are to join before a series is read. */
    private boolean wantsHelp(int next) {
        return workers(next) > 1 && System.nanoTime() - alone >= 0;
    }

    /** Gives every column to the sink, in series order, one at a time. Columns without values are left out. */
    static void run(QueryContext context, ColumnSource source, int steps, ColumnSink sink) {
        ColumnPump pump = new ColumnPump(context, source, steps);
        int done = pump.runAlone(sink);
        if (done < pump.series) {
            pump.runTogether(done, sink);
        }
    }

    /** Returns how many series have been read. */
    private int runAlone(ColumnSink sink) {
        ColumnReader reader = source.reader();
        StepColumn scratch = new StepColumn(steps);
        for (int number = 0; number < series; number++) {
            if (number % SERIES_A_LOOK == 0 && wantsHelp(number)) {
                return number;
            }
            if (number % batch == 0) {
                context.checkpoint();
            }
            scratch.clear();
            StepColumn column = reader.read(number, scratch);
            if (!column.isEmpty()) {
                sink.accept(number, column);
            }
        }
        return series;
    }

    private void runTogether(int from, ColumnSink sink) {
        int workers = workers(from);
        long scratch = MemorySizes.column(steps) * batch * OrderedBatches.BATCHES_AHEAD * workers;
        context.memory().take(scratch);
        OrderedBatches batches = new OrderedBatches(from, series, batch, steps, sink);
        WorkerCrew.run(context, workers, () -> batches.work(source.reader(), context));
        batches.finish();
        context.memory().give(scratch);
    }

    /** Returns the columns of all series, null for those without any value. They count as held samples. */
    static StepColumn[] collect(QueryContext context, SeriesSource source, int steps) {
        ColumnPump pump = new ColumnPump(context, source, steps);
        StepColumn[] columns = new StepColumn[pump.series];
        Collector alone = pump.new Collector(columns);
        int done = 0;
        while (done < pump.series && !pump.wantsHelp(done)) {
            alone.collect(done);
            done = Math.min(done + pump.batch, pump.series);
        }
        if (done < pump.series) {
            BatchCounter batches = new BatchCounter(done, pump.series, pump.batch);
            WorkerCrew.run(context, pump.workers(done), () -> {
                Collector worker = pump.new Collector(columns);
                for (int first = batches.next(); first >= 0; first = batches.next()) {
                    worker.collect(first);
                }
            });
        }
        return columns;
    }

    /** Reads batches on one worker and keeps their columns. */
    private final class Collector {
        private final StepColumn[] columns;
        private final ColumnReader reader = source.reader();
        private StepColumn scratch = new StepColumn(steps);

        Collector(StepColumn[] columns) {
            this.columns = columns;
        }

        void collect(int first) {
            context.checkpoint();
            long held = 0;
            long bytes = 0;
            context.memory().take(batch * MemorySizes.column(steps));
            for (int number = first; number < Math.min(first + batch, series); number++) {
                scratch.clear();
                StepColumn column = reader.read(number, scratch);
                if (!column.isEmpty()) {
                    columns[number] = column;
                    held += column.present();
                    bytes += MemorySizes.column(column);
                    scratch = column == scratch ? new StepColumn(steps) : scratch;
                }
            }
            context.memory().give(batch * MemorySizes.column(steps));
            context.memory().take(bytes);
            context.hold(held);
        }
    }
}
