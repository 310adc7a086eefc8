package io.dunlin.remotewrite;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.LabelParser;
import io.dunlin.tsdb.storage.RejectReason;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Reads {@code prometheus.WriteRequest} (remote-write 1.0).
 *
 * <pre>
 * WriteRequest  timeseries = 1 (repeated TimeSeries), metadata = 3 (repeated MetricMetadata)
 * TimeSeries    labels = 1 (repeated Label), samples = 2 (repeated Sample), exemplars = 3 (repeated Exemplar),
 *               histograms = 4 (repeated Histogram)
 * Sample        value = 1 (double), timestamp = 2 (int64, Unix milliseconds)
 * </pre>
 *
 * <p>Series are collected in batches: the label fields of a series stand together in every sender's encoding, so their
 * bytes are one range that the appender recognises by its hash, and a batch's look-ups overlap. Most series end with one
 * sample behind their labels, written in one of two ways ({@link SampleAtEnd}): what is in front of it is then taken for
 * the labels without a look, for where its hash is known it has the bytes of a label set that was read before. Where it is
 * not known, and is no label set, the batch is read again field by field, and so is the rest of the request. A batch of
 * series with one sample each is appended by one call. A series whose labels are scattered among its other fields is legal
 * protobuf and takes the slow way through {@link Appender#series}.
 */
final class V1Decoder implements RequestDecoder {
    /** As many as the appender looks up together; their bytes are still in the first-level cache when it hashes them. */
    private static final int BATCH = 32;

    private static final int TIME_SERIES = ProtoCursor.tag(1, ProtoCursor.LENGTH_DELIMITED);
    private static final int METADATA = ProtoCursor.tag(3, ProtoCursor.LENGTH_DELIMITED);
    private static final long REQUEST_FIELDS = 0b1010;

    private static final int SAMPLE = ProtoCursor.tag(2, ProtoCursor.LENGTH_DELIMITED);
    private static final int EXEMPLAR = ProtoCursor.tag(3, ProtoCursor.LENGTH_DELIMITED);
    private static final int HISTOGRAM = ProtoCursor.tag(4, ProtoCursor.LENGTH_DELIMITED);
    private static final long SERIES_FIELDS = 0b11110;

    private static final int SAMPLE_VALUE = ProtoCursor.tag(1, ProtoCursor.FIXED64);
    private static final int SAMPLE_TIME = ProtoCursor.tag(2, ProtoCursor.VARINT);
    private static final long SAMPLE_FIELDS = 0b110;

    private final ProtoCursor cursor = new ProtoCursor();
    private final ProtoCursor seriesCursor = new ProtoCursor();
    private final LabelSetParser labelParser = new LabelSetParser();
    private final LabelParser parser = this::parseLabels;
    private final SampleAtEnd sampleAtEnd = new SampleAtEnd();
    private final HistogramDecoder histogramDecoder = new HistogramDecoder();
    private final ExemplarDecoder exemplarDecoder = new ExemplarDecoder();
    private final MetadataDecoder metadataDecoder = new MetadataDecoder();
    private final WriteCounts counts = new WriteCounts();

    private final int[] labelOffsets = new int[BATCH];
    private final int[] labelLengths = new int[BATCH];
    private final int[] restOffsets = new int[BATCH];
    private final int[] seriesEnds = new int[BATCH];
    private final long[] references = new long[BATCH];
    private int pending;

    /** Whether what stands before a sample at the end of a series is taken for its labels. */
    private boolean guessing;

    /** Whether that was wrong for a series of the batch. */
    private boolean misread;

    /** The one sample of each series of the batch that has just that, at the series' place. */
    private final long[] times = new long[BATCH];

    private final double[] values = new double[BATCH];

    /** How many of the batch's series have just one sample, and the latest of these. */
    private int single;

    private long latestSingle;

    /** The sample that was read last. */
    private long time;

    private double value;

    private DirectBuffer message;
    private Appender appender;
    private long maxTime;

    @Override
    public WriteCounts decode(DirectBuffer bytes, int length, long newestTime, Appender into) {
        message = bytes;
        appender = into;
        maxTime = newestTime;
        clearBatch();
        guessing = true;
        counts.clear();
        cursor.wrap(bytes, 0, length);
        while (cursor.hasMore()) {
            int tag = cursor.readTag();
            if (tag == TIME_SERIES) {
                collectSeries();
            } else if (tag == METADATA) {
                appendMetadata();
            } else {
                cursor.skipUnknown(tag, REQUEST_FIELDS);
            }
        }
        appendPending();
        return counts;
    }

    private void clearBatch() {
        pending = 0;
        single = 0;
        latestSingle = Long.MIN_VALUE;
    }

    /** Finds the label bytes of the series whose length comes next and puts it into the batch. */
    private void collectSeries() {
        int outer = cursor.enter();
        if (guessing && sampleAtEnd.read(cursor)) {
            int start = cursor.position();
            int labelsEnd = sampleAtEnd.start();
            time = sampleAtEnd.time();
            value = sampleAtEnd.value();
            cursor.leave(outer);
            collectSingle(start, labelsEnd);
        } else {
            readSeries(outer);
        }
    }

    /** Reads a series field by field and puts it into the batch; the cursor is at its begin. */
    private void readSeries(int outer) {
        int start = cursor.position();
        cursor.skipRun(LabelSetParser.LABEL);
        int labelsEnd = cursor.position();
        if (readSingleSample()) {
            cursor.leave(outer);
            collectSingle(start, labelsEnd);
            return;
        }
        cursor.goBack(labelsEnd);
        boolean scattered = false;
        while (cursor.hasMore()) {
            int at = cursor.position();
            int tag = cursor.readTag();
            if (tag == LabelSetParser.LABEL) {
                scattered |= at != labelsEnd;
                cursor.skipLengthDelimited();
                labelsEnd = cursor.position();
            } else {
                cursor.skip(tag);
            }
        }
        int end = cursor.position();
        cursor.leave(outer);
        if (scattered) {
            appendScattered(start, end);
        } else {
            collect(start, labelsEnd, end);
        }
    }

    /** Reads what is left of a series if that is one sample; returns false, anywhere in it, where it is something else. */
    private boolean readSingleSample() {
        if (!cursor.hasMore() || cursor.readTag() != SAMPLE) {
            return false;
        }
        readSample(cursor);
        return !cursor.hasMore();
    }

    private void collectSingle(int start, int labelsEnd) {
        times[pending] = time;
        values[pending] = value;
        latestSingle = Math.max(latestSingle, time);
        single++;
        collect(start, labelsEnd, cursor.position());
    }

    private void collect(int start, int labelsEnd, int end) {
        labelOffsets[pending] = start;
        labelLengths[pending] = labelsEnd - start;
        restOffsets[pending] = labelsEnd;
        seriesEnds[pending] = end;
        pending++;
        if (pending == BATCH) {
            appendPending();
        }
    }

    private void appendPending() {
        int count = pending;
        boolean isPlain = single == count && latestSingle <= maxTime;
        clearBatch();
        if (count == 0) {
            return;
        }
        misread = false;
        appender.resolve(message, labelOffsets, labelLengths, count, parser, references);
        labelParser.throwFailure();
        if (misread) {
            readAgain(count);
            return;
        }
        if (isPlain && !hasDropped(count)) {
            appender.append(references, times, values, count);
            counts.samples += count;
            return;
        }
        for (int i = 0; i < count; i++) {
            appendSeries(references[i], restOffsets[i], seriesEnds[i]);
        }
    }

    /** Parses labels, but where they were guessed only if they are labels and nothing else. */
    private Labels parseLabels(DirectBuffer source, int offset, int length) {
        if (guessing) {
            seriesCursor.wrap(cursor, offset, length);
            if (!seriesCursor.hasOnly(LabelSetParser.LABEL)) {
                misread = true;
                return null;
            }
        }
        return labelParser.parse(source, offset, length);
    }

    /** Reads a batch of so many series field by field, since one of them has something else before its last sample. */
    private void readAgain(int count) {
        guessing = false;
        int[] starts = Arrays.copyOf(labelOffsets, count);
        int[] ends = Arrays.copyOf(seriesEnds, count);
        int after = cursor.position();
        for (int i = 0; i < count; i++) {
            cursor.goBack(starts[i]);
            readSeries(cursor.enter(ends[i] - starts[i]));
        }
        appendPending();
        cursor.goBack(after);
    }

    private boolean hasDropped(int count) {
        boolean any = false;
        for (int i = 0; i < count; i++) {
            any |= references[i] == Appender.NO_SERIES;
        }
        return any;
    }

    private void appendScattered(int start, int end) {
        appendPending();
        Labels labels = labelParser.parse(message, start, end - start);
        labelParser.throwFailure();
        appendSeries(labels == null ? Appender.NO_SERIES : appender.series(labels), start, end);
    }

    /** Appends the samples, histograms and exemplars of one series; labels among them are passed over. */
    private void appendSeries(long series, int offset, int end) {
        if (series == Appender.NO_SERIES) {
            counts.droppedSeries++;
            return;
        }
        seriesCursor.wrap(cursor, offset, end - offset);
        while (seriesCursor.hasMore()) {
            int tag = seriesCursor.readTag();
            if (tag == SAMPLE) {
                appendSample(series);
            } else if (tag == HISTOGRAM) {
                appendHistogram(series);
            } else if (tag == EXEMPLAR) {
                appendExemplar(series);
            } else if (tag == LabelSetParser.LABEL) {
                seriesCursor.skipLengthDelimited();
            } else {
                seriesCursor.skipUnknown(tag, SERIES_FIELDS);
            }
        }
    }

    private void appendSample(long series) {
        readSample(seriesCursor);
        checkTime(time);
        appender.append(series, time, value);
        counts.samples++;
    }

    private void readSample(ProtoCursor from) {
        value = 0;
        time = 0;
        int outer = from.enter();
        while (from.hasMore()) {
            int tag = from.readTag();
            if (tag == SAMPLE_VALUE) {
                value = from.readDouble();
            } else if (tag == SAMPLE_TIME) {
                time = from.readVarint();
            } else {
                from.skipUnknown(tag, SAMPLE_FIELDS);
            }
        }
        from.leave(outer);
    }

    private void appendHistogram(long series) {
        histogramDecoder.read(seriesCursor);
        checkTime(histogramDecoder.time());
        appender.append(series, 0, histogramDecoder.time(), histogramDecoder.histogram(), histogramDecoder.isInteger());
        counts.histograms++;
    }

    /** An exemplar that the storage refuses fails nothing else: Prometheus only logs it. */
    private void appendExemplar(long series) {
        Exemplar exemplar = exemplarDecoder.read(seriesCursor);
        if (exemplar == null) {
            counts.rejectedExemplars++;
            return;
        }
        try {
            appender.append(series, exemplar);
            counts.exemplars++;
        } catch (WriteRejectedException e) {
            counts.rejectedExemplars++;
        }
    }

    private void appendMetadata() {
        MetricMetadata metadata = metadataDecoder.read(cursor);
        if (metadata != null) {
            appender.metadata(metadata);
            counts.metadata++;
        }
    }

    private void checkTime(long sampleTime) {
        if (sampleTime > maxTime) {
            throw new WriteRejectedException(
                    RejectReason.OUT_OF_BOUNDS,
                    RejectReason.OUT_OF_BOUNDS.words() + ": the sample is too far in the future: time=" + sampleTime
                            + " newest=" + maxTime);
        }
    }
}
