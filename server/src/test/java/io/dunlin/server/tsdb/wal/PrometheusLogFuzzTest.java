package io.dunlin.server.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.provider.MethodSource;

/** Segments and records of any bytes: they are read or called damaged, and take no more memory than they are worth. */
class PrometheusLogFuzzTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String FILE = "00000007";
    private static final int LONGEST = 1 << 16;

    /** The page, and what the library for tests takes. */
    private static final long LEAST_MEMORY = 4 << 20;

    /** One byte is at most 22 where snappy stored it, and one of these at most 100 of a label set's objects. */
    private static final long MEMORY_A_BYTE = 22 * 100;

    @MethodSource("segments")
    @FuzzTest(maxDuration = "2m")
    void readsAnySegment(byte[] bytes) throws IOException {
        readSegment(bytes);
    }

    /** Checksums are made right, so that what stands behind them is read. */
    @MethodSource("segments")
    @FuzzTest(maxDuration = "2m")
    void readsAnyFragments(byte[] bytes) throws IOException {
        byte[] repaired = bytes.clone();
        repair(repaired);
        readSegment(repaired);
    }

    @MethodSource("records")
    @FuzzTest(maxDuration = "2m")
    void readsAnyRecord(byte[] bytes) throws IOException {
        read(bytes, () -> new LogRecords(new Checks()).read(FILE, bytes));
    }

    private static void readSegment(byte[] bytes) throws IOException {
        LogRecords records = new LogRecords(new Checks());
        LogSegmentReader reader = new LogSegmentReader(record -> records.read(FILE, record));
        read(bytes, () -> reader.read(FILE, new ByteArrayInputStream(bytes)));
    }

    /** What reads bytes. */
    @FunctionalInterface
    private interface Reading {
        void run() throws IOException;
    }

    private static void read(byte[] bytes, Reading reading) throws IOException {
        if (bytes.length > LONGEST) {
            return;
        }
        long allocated = allocated(reading);
        // A few bytes of zstd may well stand for very many that are equal.
        long most = hasZstd(bytes) ? Long.MAX_VALUE : LEAST_MEMORY + MEMORY_A_BYTE * bytes.length;
        // The first time classes are loaded, and Jazzer changes them.
        assertThat(allocated < most ? allocated : allocated(reading)).isLessThan(most);
    }

    private static long allocated(Reading reading) throws IOException {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        try {
            reading.run();
        } catch (CorruptDataException e) {
            assertThat(e).hasMessageContaining(FILE);
        }
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }

    private static boolean hasZstd(byte[] bytes) {
        for (int at = 0; at < bytes.length; at++) {
            if ((bytes[at] & LogPageLayout.ZSTD) != 0 && bytes[at] > 0 && bytes[at] <= LogPageLayout.GREATEST) {
                return true;
            }
        }
        return false;
    }

    /** What an importer may rely on. */
    private static final class Checks implements LogVisitor {
        @Override
        public void series(long reference, Labels labels) {
            for (int i = 0; i < labels.size(); i++) {
                assertThat(labels.value(i)).isNotEmpty();
            }
        }

        @Override
        public void histogram(long reference, long startTime, long time, FloatHistogram histogram, boolean integer) {
            boolean custom = histogram.schema() == FloatHistogram.CUSTOM_BUCKETS_SCHEMA;
            assertThat(custom || (histogram.schema() >= -4 && histogram.schema() <= 8))
                    .as("schema %d", histogram.schema())
                    .isTrue();
            requireSpans(histogram.positiveSpans());
            requireSpans(histogram.negativeSpans());
        }

        private static void requireSpans(int[] spans) {
            assertThat(spans.length % 2).isZero();
            for (int i = 1; i < spans.length; i += 2) {
                assertThat(spans[i]).isNotNegative();
            }
        }
    }

    private static void repair(byte[] bytes) {
        ByteBuffer segment = ByteBuffer.wrap(bytes);
        int at = 0;
        while (at + LogPageLayout.HEADER <= bytes.length) {
            int left = LogPageLayout.PAGE - at % LogPageLayout.PAGE;
            if (left < LogPageLayout.HEADER || segment.get(at) == LogPageLayout.EMPTY) {
                at += left;
                continue;
            }
            int length = Short.toUnsignedInt(segment.getShort(at + LogPageLayout.LENGTH));
            if (LogPageLayout.HEADER + length > Math.min(left, bytes.length - at)) {
                return;
            }
            CRC32C checksum = new CRC32C();
            checksum.update(bytes, at + LogPageLayout.HEADER, length);
            segment.putInt(at + LogPageLayout.CHECKSUM, (int) checksum.getValue());
            at += LogPageLayout.HEADER + length;
        }
    }

    static Stream<byte[]> records() {
        List<byte[]> records = new ArrayList<>();
        PrometheusLogTest.recordsOfEveryKind().forEach(record -> records.add(record.bytes()));
        records.add(labelTwice());
        records.add(histogram(1L << 32, 2, 1));
        records.add(histogram(9, 2, 1));
        // The lengths of the two spans add up to the number of buckets.
        records.add(histogram(3, 3, 0xFFFF_FFFFL));
        return records.stream();
    }

    private static byte[] histogram(long schema, long length, long nextLength) {
        LogBytes record =
                new LogBytes().put(7).putLong(7).putLong(2000).putSigned(0).putSigned(0);
        record.put(0)
                .putSigned(schema)
                .putDouble(0)
                .putUnsigned(0)
                .putUnsigned(2)
                .putDouble(1);
        record.putUnsigned(2).putSigned(0).putUnsigned(length).putSigned(1).putUnsigned(nextLength);
        return record.putUnsigned(0)
                .putUnsigned(2)
                .putSigned(1)
                .putSigned(0)
                .putUnsigned(0)
                .bytes();
    }

    private static byte[] labelTwice() {
        LogBytes record = new LogBytes().put(1).putLong(7).putUnsigned(2);
        return record.putString("a")
                .putString("1")
                .putString("a")
                .putString("2")
                .bytes();
    }

    /** Records of every kind, compressed in every way; one that crosses pages; lengths that lie; nothing. */
    static Stream<byte[]> segments() throws IOException {
        List<byte[]> segments = new ArrayList<>();
        for (int compression : new int[] {0, LogPageLayout.SNAPPY, LogPageLayout.ZSTD}) {
            LogBytes segment = new LogBytes();
            for (byte[] record : records().toList()) {
                segment.putRecord(record, compression);
            }
            segments.add(segment.bytes());
        }
        segments.add(new LogBytes()
                .putRecord(new byte[] {6}, 0)
                .putRecord(new byte[LogPageLayout.PAGE], 0)
                .bytes());
        segments.add(lying(LogPageLayout.SNAPPY));
        segments.add(lying(LogPageLayout.ZSTD));
        segments.add(new byte[0]);
        return segments.stream();
    }

    /** A compressed record of a few bytes that says it is 500 megabytes. */
    static byte[] lying(int compression) throws IOException {
        int length = 500_000_000;
        LogBytes record = new LogBytes();
        if (compression == LogPageLayout.SNAPPY) {
            record.putUnsigned(length).put(0).put(6);
        } else {
            // Magic number, a frame of one segment whose length has four bytes, an only block of one byte.
            record.put(0x28).put(0xb5).put(0x2f).put(0xfd).put(0b1010_0000);
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                record.put(length >>> shift);
            }
            record.put(1 | 1 << 3).put(0).put(0).put(6);
        }
        return new LogBytes().putStored(record.bytes(), compression).bytes();
    }
}
