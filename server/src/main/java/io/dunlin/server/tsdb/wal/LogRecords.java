package io.dunlin.server.tsdb.wal;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads records of the log. Big-endian; {@code uvarint} and {@code varint} (zigzag) are LEB128.
 * <pre>
 * record     := 1 series* | 2 samples | 3 tombstone* | 7 | 9 histograms | 8 | 10 float histograms
 *             | 11 samples with starts | 12 histograms with starts | 13 float histograms with starts
 *             | 4 exemplars | 5 markers of mapped chunks | 6 metadata
 * series     := reference &lt;8b&gt;, uvarint count, { length, name, length, value }
 * samples    := base reference &lt;8b&gt;, base time &lt;8b&gt;, { varint reference delta, varint time delta, value &lt;8b&gt; }
 * tombstone  := reference &lt;8b&gt;, varint first time, varint last time
 * histograms := as samples, with {@link HistogramInput} in place of the value
 * … with starts := first { varint reference, varint time, varint start, value },
 *                  then { varint delta to the reference before, varint delta to the first time, start marker, value }
 * start marker  := 0 no start | 1 that before | any other byte, varint delta to the first start
 * </pre>
 */
final class LogRecords {
    private static final int SERIES = 1;
    private static final int SAMPLES = 2;
    private static final int TOMBSTONES = 3;
    private static final int EXEMPLARS = 4;
    private static final int MAPPED_CHUNKS = 5;
    private static final int METADATA = 6;
    private static final int HISTOGRAMS = 7;
    private static final int FLOAT_HISTOGRAMS = 8;
    private static final int CUSTOM_HISTOGRAMS = 9;
    private static final int CUSTOM_FLOAT_HISTOGRAMS = 10;
    private static final int SAMPLES_WITH_STARTS = 11;
    private static final int HISTOGRAMS_WITH_STARTS = 12;
    private static final int FLOAT_HISTOGRAMS_WITH_STARTS = 13;

    private static final int NO_START = 0;
    private static final int SAME_START = 1;

    private final LogVisitor visitor;

    /** Each string once: series share most of their names and values. */
    private final Map<String, String> strings = new HashMap<>();

    LogRecords(LogVisitor visitor) {
        this.visitor = visitor;
    }

    /** What stands behind reference and time of a sample. */
    private enum Value {
        FLOAT,
        HISTOGRAM,
        FLOAT_HISTOGRAM
    }

    /** Reads one record. */
    void read(String file, byte[] record) {
        RecordInput input = new RecordInput(file, record);
        int type = input.getByte();
        switch (type) {
            case SERIES -> readSeries(input);
            case SAMPLES -> readSamples(input, Value.FLOAT);
            case TOMBSTONES -> readTombstones(input);
            case HISTOGRAMS, CUSTOM_HISTOGRAMS -> readSamples(input, Value.HISTOGRAM);
            case FLOAT_HISTOGRAMS, CUSTOM_FLOAT_HISTOGRAMS -> readSamples(input, Value.FLOAT_HISTOGRAM);
            case SAMPLES_WITH_STARTS -> readWithStarts(input, Value.FLOAT);
            case HISTOGRAMS_WITH_STARTS -> readWithStarts(input, Value.HISTOGRAM);
            case FLOAT_HISTOGRAMS_WITH_STARTS -> readWithStarts(input, Value.FLOAT_HISTOGRAM);
            case EXEMPLARS, METADATA -> visitor.other();
            case MAPPED_CHUNKS -> {
                // They say what of this log is in memory-mapped files too; the log has it all.
            }
            default -> throw input.damage("a record of Prometheus 2.42 to 3.14", "type " + type);
        }
    }

    private void readSeries(RecordInput input) {
        while (input.hasMore()) {
            long reference = input.getLong();
            String[] pairs = new String[2 * input.getCount(2)];
            for (int i = 0; i < pairs.length; i++) {
                pairs[i] = strings.computeIfAbsent(input.getString(), text -> text);
            }
            visitor.series(reference, labels(input, pairs));
        }
    }

    private static Labels labels(RecordInput input, String[] pairs) {
        try {
            return Labels.of(pairs);
        } catch (IllegalArgumentException e) {
            throw input.damage("labels with a name each of their own", e.getMessage());
        }
    }

    private void readTombstones(RecordInput input) {
        while (input.hasMore()) {
            visitor.deleted(input.getLong(), input.getSigned(), input.getSigned());
        }
    }

    private void readSamples(RecordInput input, Value kind) {
        if (!input.hasMore()) {
            return;
        }
        long reference = input.getLong();
        long time = input.getLong();
        while (input.hasMore()) {
            long own = reference + input.getSigned();
            readValue(input, kind, own, 0, time + input.getSigned());
        }
    }

    private void readWithStarts(RecordInput input, Value kind) {
        if (!input.hasMore()) {
            return;
        }
        long reference = input.getSigned();
        final long firstTime = input.getSigned();
        final long firstStart = input.getSigned();
        long start = firstStart;
        readValue(input, kind, reference, start, firstTime);
        while (input.hasMore()) {
            reference += input.getSigned();
            long time = firstTime + input.getSigned();
            int marker = input.getByte();
            if (marker == NO_START) {
                start = 0;
            } else if (marker != SAME_START) {
                start = firstStart + input.getSigned();
            }
            readValue(input, kind, reference, start, time);
        }
    }

    private void readValue(RecordInput input, Value kind, long reference, long start, long time) {
        switch (kind) {
            case FLOAT -> visitor.sample(reference, start, time, input.getDouble());
            case HISTOGRAM -> visitor.histogram(reference, start, time, histogram(input, true), true);
            case FLOAT_HISTOGRAM -> visitor.histogram(reference, start, time, histogram(input, false), false);
        }
    }

    private static FloatHistogram histogram(RecordInput input, boolean whole) {
        return HistogramInput.read(input, whole);
    }
}
