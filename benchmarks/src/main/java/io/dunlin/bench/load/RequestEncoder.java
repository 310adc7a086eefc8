package io.dunlin.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.xerial.snappy.Snappy;

/**
 * Encodes remote-write 1.0 requests: for each series its labels, then one sample. The encoded labels of a series are made
 * once. Not thread-safe.
 */
public final class RequestEncoder {
    private static final int WRITE_REQUEST_TIMESERIES = 1;
    private static final int TIMESERIES_LABELS = 1;
    private static final int TIMESERIES_SAMPLES = 2;
    private static final int SAMPLE_VALUE = 1;
    private static final int SAMPLE_TIMESTAMP = 2;
    private static final int FIXED64 = 1;
    private static final int VARINT = 0;
    private static final int DELIMITED = 2;

    private final ProtoWriter request = new ProtoWriter();
    private final ProtoWriter scratch = new ProtoWriter();

    /** Returns the labels of a series as the label fields of a TimeSeries. */
    public byte[] encodeLabels(List<String> labels) {
        scratch.clear();
        for (int i = 0; i < labels.size(); i += 2) {
            byte[] name = labels.get(i).getBytes(StandardCharsets.UTF_8);
            byte[] value = labels.get(i + 1).getBytes(StandardCharsets.UTF_8);
            int length = 2 + ProtoWriter.varintLength(name.length) + name.length;
            scratch.tag(TIMESERIES_LABELS, DELIMITED);
            scratch.varint(length + ProtoWriter.varintLength(value.length) + value.length);
            scratch.delimited(1, name);
            scratch.delimited(2, value);
        }
        return scratch.copy();
    }

    /** Begins a request. */
    public void begin() {
        request.clear();
    }

    /** Adds a series by its encoded labels, with one sample. */
    public void add(byte[] labels, long timestamp, double value) {
        int sample = 1 + 8 + 1 + ProtoWriter.varintLength(timestamp);
        int series = labels.length + 1 + ProtoWriter.varintLength(sample) + sample;
        request.tag(WRITE_REQUEST_TIMESERIES, DELIMITED);
        request.varint(series);
        request.raw(labels);
        request.tag(TIMESERIES_SAMPLES, DELIMITED);
        request.varint(sample);
        request.tag(SAMPLE_VALUE, FIXED64);
        request.fixed64(Double.doubleToRawLongBits(value));
        request.tag(SAMPLE_TIMESTAMP, VARINT);
        request.varint(timestamp);
    }

    /** Returns the request, snappy-compressed. */
    public byte[] finish() throws IOException {
        return Snappy.rawCompress(request.array(), request.length());
    }
}
