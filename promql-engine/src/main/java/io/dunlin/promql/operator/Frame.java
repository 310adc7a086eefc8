package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.List;

/** An instant vector whose values are all in memory. Its series have a value at one step at least. Immutable. */
final class Frame implements SeriesSource {
    private final Labels[] labels;
    private final boolean[] dropsName;
    private final StepColumn[] columns;

    Frame(Labels[] labels, boolean[] dropsName, StepColumn[] columns) {
        this.labels = labels;
        this.dropsName = dropsName;
        this.columns = columns;
    }

    /** Computes all values of a source; series without any value are left out. */
    static Frame of(QueryContext context, SeriesSource source, int steps) {
        if (source instanceof Frame frame) {
            return frame;
        }
        StepColumn[] columns = ColumnPump.collect(context, source, steps);
        Builder builder = new Builder();
        context.memory().take(present(columns) * MemorySizes.LABELS);
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] != null) {
                builder.add(source.labels().labels(i), source.dropsName(i), columns[i]);
            }
        }
        return builder.build();
    }

    private static long present(StepColumn[] columns) {
        long present = 0;
        for (StepColumn column : columns) {
            present += column == null ? 0 : 1;
        }
        return present;
    }

    /** Collects series. */
    static final class Builder {
        private final List<Labels> labels = new ArrayList<>();
        private final List<Boolean> dropsName = new ArrayList<>();
        private final List<StepColumn> columns = new ArrayList<>();

        /** Adds a series, unless it has no value at any step. */
        Builder add(Labels set, boolean dropName, StepColumn column) {
            if (!column.isEmpty()) {
                labels.add(set);
                dropsName.add(dropName);
                columns.add(column);
            }
            return this;
        }

        Frame build() {
            boolean[] drops = new boolean[dropsName.size()];
            for (int i = 0; i < drops.length; i++) {
                drops[i] = dropsName.get(i);
            }
            return new Frame(labels.toArray(new Labels[0]), drops, columns.toArray(new StepColumn[0]));
        }
    }

    /** Returns the values of a series; read them only. */
    StepColumn column(int series) {
        return columns[series];
    }

    /** Returns the labels of a series. */
    Labels labels(int series) {
        return labels[series];
    }

    @Override
    public SeriesLabels labels() {
        return new ArrayLabels(labels);
    }

    @Override
    public boolean dropsName(int series) {
        return dropsName[series];
    }

    @Override
    public int size() {
        return columns.length;
    }

    @Override
    public ColumnReader reader() {
        return (series, scratch) -> columns[series];
    }
}
