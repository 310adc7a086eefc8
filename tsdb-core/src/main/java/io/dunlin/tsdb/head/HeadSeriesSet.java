package io.dunlin.tsdb.head;

import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;

/** Series of the head's tables, table by table in slot order, or in label order. */
final class HeadSeriesSet implements SeriesSet {
    private final HeadSnapshot snapshot;
    private final long minTime;
    private final long maxTime;

    /** The series' references: generation and slot. */
    private final long[] references;

    HeadSeriesSet(HeadSnapshot snapshot, long minTime, long maxTime, long[] references) {
        this.snapshot = snapshot;
        this.minTime = minTime;
        this.maxTime = maxTime;
        this.references = references;
    }

    @Override
    public int size() {
        return references.length;
    }

    @Override
    public Labels labels(int series) {
        HeadTable table = table(references[series]);
        return table.index().labels(table.labelSet(SeriesRef.slot(references[series])));
    }

    private HeadTable table(long reference) {
        return snapshot.table(SeriesRef.generation(reference));
    }

    @Override
    public LabelColumn column(String labelName) {
        return new HeadColumn(snapshot, labelName).of(references);
    }

    @Override
    public boolean mayHave(String labelName) {
        return snapshot.tables().stream().anyMatch(view -> view.table().index().valueCount(labelName) > 0)
                || snapshot.outOfOrder().stream()
                        .anyMatch(view -> view.table().index().valueCount(labelName) > 0);
    }

    @Override
    public void labelHashes(long[] into, int first) {
        HeadLabelHashes.write(snapshot, references, into, first);
    }

    @Override
    public SeriesReader reader() {
        return new SampleReader();
    }

    /** Reads samples; series that follow each other are mostly of one table. */
    private final class SampleReader implements SeriesReader {
        private final ChunkReader chunks = new ChunkReader(snapshot, minTime, maxTime);
        private final OutOfOrderReader outOfOrder = new OutOfOrderReader(snapshot.sequence(), minTime, maxTime);
        private HeadSnapshot.TableView view;

        @Override
        public void readNewest(int series, SampleBuffer into) {
            moveTo(series);
            if (view.table().isOutOfOrder() || !chunks.readNewest(view, SeriesRef.slot(references[series]), into)) {
                read(series, into);
            }
        }

        private void moveTo(int series) {
            int generation = SeriesRef.generation(references[series]);
            if (view == null || view.table().generation() != generation) {
                view = snapshot.view(generation);
            }
        }

        @Override
        public void read(int series, SampleBuffer into) {
            moveTo(series);
            if (view.table().isOutOfOrder()) {
                outOfOrder.read(view.table(), SeriesRef.slot(references[series]), into);
            } else {
                chunks.read(view, SeriesRef.slot(references[series]), into);
            }
        }
    }
}
