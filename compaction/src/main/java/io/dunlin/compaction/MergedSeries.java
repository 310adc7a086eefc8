package io.dunlin.compaction;

import io.dunlin.tsdb.block.SeriesCursor;
import java.util.Arrays;

/** The series that one source of a merge stands at, with its labels as symbols of the merged block. */
final class MergedSeries implements AutoCloseable {
    private final SeriesCursor cursor;
    private final SymbolNumbers numbers;
    private int[] labels = new int[32];
    private final int source;
    private int labelCount;

    MergedSeries(SeriesCursor cursor, SymbolNumbers numbers, int source) {
        this.cursor = cursor;
        this.numbers = numbers;
        this.source = source;
    }

    /** Moves to the source's next series and into the heap, where there is one. */
    void moveInto(LaneHeap<MergedSeries> heap) {
        if (cursor.next()) {
            readLabels();
            heap.add(this);
        }
    }

    private void readLabels() {
        labelCount = cursor.labelCount();
        if (labels.length < 2 * labelCount) {
            labels = new int[4 * labelCount];
        }
        for (int i = 0; i < labelCount; i++) {
            labels[2 * i] = numbers.get(cursor.nameSymbol(i));
            labels[2 * i + 1] = numbers.get(cursor.valueSymbol(i));
        }
    }

    /** Returns name, value, name, value …; only the first {@link #labelCount()} pairs count. */
    int[] labels() {
        return labels;
    }

    int labelCount() {
        return labelCount;
    }

    SeriesCursor cursor() {
        return cursor;
    }

    /**
     * Compares in label order, which is the order of the numbers because symbols are numbered in byte order; then by source.
     */
    int compare(MergedSeries other) {
        int order = Arrays.compare(labels, 0, 2 * labelCount, other.labels, 0, 2 * other.labelCount);
        return order != 0 ? order : Integer.compare(source, other.source);
    }

    boolean hasLabelsOf(MergedSeries other) {
        return Arrays.equals(labels, 0, 2 * labelCount, other.labels, 0, 2 * other.labelCount);
    }

    @Override
    public void close() {
        cursor.close();
    }
}
