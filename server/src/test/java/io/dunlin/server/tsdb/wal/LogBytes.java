package io.dunlin.server.tsdb.wal;

import com.github.luben.zstd.Zstd;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.xerial.snappy.Snappy;

/** Writes records and segments as Prometheus does, for tests. */
public final class LogBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public LogBytes put(int value) {
        bytes.write(value);
        return this;
    }

    public LogBytes putLong(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    public LogBytes putDouble(double value) {
        return putLong(Double.doubleToRawLongBits(value));
    }

    public LogBytes putUnsigned(long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            bytes.write((int) (rest | 0x80));
            rest >>>= 7;
        }
        return put((int) rest);
    }

    public LogBytes putSigned(long value) {
        return putUnsigned(value << 1 ^ value >> 63);
    }

    public LogBytes putString(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        putUnsigned(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    public LogBytes putSeries(long reference, Labels labels) {
        putLong(reference).putUnsigned(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            putString(labels.name(i)).putString(labels.value(i));
        }
        return this;
    }

    public LogBytes putHistogram(FloatHistogram histogram, boolean whole) {
        put(histogram.counterResetHint().ordinal()).putSigned(histogram.schema());
        putDouble(histogram.zeroThreshold());
        putCount(histogram.zeroCount(), whole).putCount(histogram.count(), whole);
        putDouble(histogram.sum());
        putSpans(histogram.positiveSpans()).putSpans(histogram.negativeSpans());
        putBuckets(histogram.positiveBuckets(), whole).putBuckets(histogram.negativeBuckets(), whole);
        return histogram.usesCustomBuckets() ? putBuckets(histogram.customValues(), false) : this;
    }

    private LogBytes putCount(double count, boolean whole) {
        return whole ? putUnsigned((long) count) : putDouble(count);
    }

    private LogBytes putSpans(int[] spans) {
        putUnsigned(spans.length / 2);
        for (int i = 0; i < spans.length; i += 2) {
            putSigned(spans[i]).putUnsigned(spans[i + 1]);
        }
        return this;
    }

    private LogBytes putBuckets(double[] counts, boolean whole) {
        putUnsigned(counts.length);
        double before = 0;
        for (double count : counts) {
            if (whole) {
                putSigned((long) (count - before));
            } else {
                putDouble(count);
            }
            before = count;
        }
        return this;
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Adds a record to a segment. */
    public LogBytes putRecord(byte[] record, int compression) throws IOException {
        byte[] stored = switch (compression) {
            case LogPageLayout.SNAPPY -> Snappy.compress(record);
            case LogPageLayout.ZSTD -> Zstd.compress(record);
            default -> record;
        };
        return putStored(stored, compression);
    }

    /** Adds a record that is compressed already. */
    LogBytes putStored(byte[] stored, int compression) {
        int from = 0;
        do {
            int left = LogPageLayout.PAGE - bytes.size() % LogPageLayout.PAGE;
            while (left <= LogPageLayout.HEADER) {
                put(0);
                left = LogPageLayout.PAGE - bytes.size() % LogPageLayout.PAGE;
            }
            int length = Math.min(left - LogPageLayout.HEADER, stored.length - from);
            boolean ends = from + length == stored.length;
            int part = from == 0
                    ? ends ? LogPageLayout.WHOLE : LogPageLayout.FIRST
                    : ends ? LogPageLayout.LAST : LogPageLayout.MIDDLE;
            CRC32C checksum = new CRC32C();
            checksum.update(stored, from, length);
            put(part | compression).put(length >>> 8).put(length);
            bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .putInt((int) checksum.getValue())
                    .array());
            bytes.write(stored, from, length);
            from += length;
        } while (from < stored.length);
        return this;
    }
}
