package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;

/** Estimates of the heap bytes that things take, headers and references included. */
final class MemorySizes {
    /** A series of a selection: its reference and its place among the labels. */
    static final long SELECTED_SERIES = 16;

    /** What a label set takes, strings included: nine labels of common length. */
    static final long LABELS = 512;

    private static final long COLUMN_HEADERS = 96;
    private static final long HISTOGRAM_PART = 16;

    private MemorySizes() {}

    /** Returns what a column without histograms takes. */
    static long column(int steps) {
        return COLUMN_HEADERS + (long) steps * Double.BYTES + steps / Byte.SIZE;
    }

    /** Returns what a column takes, its histograms included. */
    static long column(StepColumn column) {
        long bytes = column(column.steps());
        if (column.hasHistograms()) {
            for (int step = 0; step < column.steps(); step++) {
                if (column.histogram(step) != null) {
                    bytes += HISTOGRAM_PART * HistogramWeight.of(column.histogram(step)) + COLUMN_HEADERS;
                }
            }
        }
        return bytes;
    }
}
