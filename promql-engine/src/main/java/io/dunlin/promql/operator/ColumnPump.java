package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;

/**
 * Computes the columns of a source on several workers. Series are taken in batches; which worker takes which batch is left
 * to chance, the result is not: {@link #run} hands columns over in series order.
 */
final class ColumnPump {
    /** Steps × series of a batch: its columns stay in a core's cache. */
    private static final int BATCH_VALUES = 1 << 14;

    private static final int MAX_BATCH = 128;

    /** Below this many steps × series a second worker costs more than it gives. */
    private static final long MIN_PARALLEL = 1 << 12;

    private ColumnPump() {}

    static int batchSize(int steps) {
        return Math.max(1, Math.min(MAX_BATCH, BATCH_VALUES / Math.max(1, steps)));
    }

    private static int workers(QueryContext context, int series, int steps, int batch) {
        if ((long) series * steps < MIN_PARALLEL && series < MAX_BATCH) {
            return 1;
        }
        return Math.min(context.pool().workers(), (series + batch - 1) / batch);
    }

    /** Gives every column to the sink, in series order, one at a time. Columns without values are left out. */
    static void run(QueryContext context, ColumnSource source, int steps, ColumnSink sink) {
        int series = source.size();
        int batch = batchSize(steps);
        int workers = workers(context, series, steps, batch);
        if (workers <= 1) {
            runAlone(context, source, steps, sink, batch);
            return;
        }
        long scratch = MemorySizes.column(steps) * batch * OrderedBatches.BATCHES_AHEAD * workers;
        context.memory().take(scratch);
        OrderedBatches batches = new OrderedBatches(series, batch, steps, sink);
        WorkerCrew.run(context, workers, () -> batches.work(source.reader(), context));
        batches.finish();
        context.memory().give(scratch);
    }

    private static void runAlone(QueryContext context, ColumnSource source, int steps, ColumnSink sink, int batch) {
        ColumnReader reader = source.reader();
        StepColumn scratch = new StepColumn(steps);
        for (int series = 0; series < source.size(); series++) {
            if (series % batch == 0) {
                context.checkpoint();
            }
            scratch.clear();
            StepColumn column = reader.read(series, scratch);
            if (!column.isEmpty()) {
                sink.accept(series, column);
            }
        }
    }

    /** Returns the columns of all series, null for those without any value. They count as held samples. */
    static StepColumn[] collect(QueryContext context, SeriesSource source, int steps) {
        StepColumn[] columns = new StepColumn[source.size()];
        int batch = batchSize(steps);
        BatchCounter batches = new BatchCounter(columns.length, batch);
        WorkerCrew.run(context, workers(context, columns.length, steps, batch), () -> {
            ColumnReader reader = source.reader();
            StepColumn scratch = new StepColumn(steps);
            for (int first = batches.next(); first >= 0; first = batches.next()) {
                context.checkpoint();
                long held = 0;
                long bytes = 0;
                context.memory().take(batch * MemorySizes.column(steps));
                for (int series = first; series < Math.min(first + batch, columns.length); series++) {
                    scratch.clear();
                    StepColumn column = reader.read(series, scratch);
                    if (!column.isEmpty()) {
                        columns[series] = column;
                        held += column.present();
                        bytes += MemorySizes.column(column);
                        scratch = column == scratch ? new StepColumn(steps) : scratch;
                    }
                }
                context.memory().give(batch * MemorySizes.column(steps));
                context.memory().take(bytes);
                context.hold(held);
            }
        });
        return columns;
    }
}
