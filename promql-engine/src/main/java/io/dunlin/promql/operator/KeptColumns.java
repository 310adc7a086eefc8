package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;

/** Keeps the columns that come, which count as held samples. */
final class KeptColumns implements ColumnSink {
    private final QueryContext context;
    private final SeriesSource source;
    private final Frame.Builder kept = new Frame.Builder();

    KeptColumns(QueryContext context, SeriesSource source) {
        this.context = context;
        this.source = source;
    }

    @Override
    public void accept(int series, StepColumn column) {
        context.memory().take(MemorySizes.column(column) + MemorySizes.LABELS);
        context.hold(column.present());
        kept.add(source.labels().labels(series), source.dropsName(series), column.copy());
    }

    Frame finish() {
        return kept.build();
    }
}
