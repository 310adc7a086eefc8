package io.dunlin.tsdb.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.provider.MethodSource;

/** Segments of any bytes: a log is replayed or called damaged. */
class LogFuzzTest {
    private static final long SEGMENT = 1;
    private static final int LONGEST = 1 << 16;
    private static final OffHeap OFF_HEAP = OffHeap.poisoning(64 << 20);

    @MethodSource("segments")
    @FuzzTest(maxDuration = "2m")
    void replaysAnySegment(byte[] bytes) throws IOException {
        replay(bytes);
    }

    /** Checksums are made right, so that what stands behind them is read. */
    @MethodSource("segments")
    @FuzzTest(maxDuration = "2m")
    void replaysAnyFrames(byte[] bytes) throws IOException {
        byte[] repaired = bytes.clone();
        repair(repaired);
        replay(repaired);
    }

    private static void replay(byte[] bytes) throws IOException {
        if (bytes.length > LONGEST) {
            return;
        }
        SimulatedDisk disk = new SimulatedDisk();
        disk.createDirectories(LogHarness.DIR);
        Path path = LogFiles.segment(LogHarness.DIR, SEGMENT);
        try (DiskFile file = disk.create(path)) {
            file.write(0, ByteBuffer.wrap(bytes));
        }
        List<Long> sequences = new ArrayList<>();
        try {
            LogReader.replay(disk, LogHarness.DIR, OFF_HEAP, 0, (sequence, region, address, length) -> {
                sequences.add(sequence);
                region.getBytes(address, new byte[length], 0, length);
            });
            assertThat(sequences).isSorted().doesNotHaveDuplicates();
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining(path.toString());
        }
        assertThat(OFF_HEAP.anonymousBytes()).isZero();
    }

    private static void repair(byte[] bytes) {
        ByteBuffer segment = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < LogSegmentLayout.HEADER_LENGTH) {
            return;
        }
        segment.put(LogSegmentLayout.header(SEGMENT, 1).rewind());
        int at = LogSegmentLayout.HEADER_LENGTH;
        while (at + LogFrameLayout.HEADER_LENGTH <= bytes.length) {
            int length = segment.getInt(at + LogFrameLayout.LENGTH);
            if (length < 0 || length > bytes.length - at - LogFrameLayout.HEADER_LENGTH) {
                return;
            }
            CRC32C crc = new CRC32C();
            crc.update(bytes, at + LogFrameLayout.HEADER_LENGTH, length);
            segment.putInt(at + LogFrameLayout.PAYLOAD_CRC, (int) crc.getValue());
            byte[] header = Arrays.copyOfRange(bytes, at, at + LogFrameLayout.HEADER_LENGTH);
            segment.putInt(at + LogFrameLayout.HEADER_CRC, LogFrameLayout.headerCrc(SEGMENT, header));
            at += (int) LogFrameLayout.frameLength(length);
        }
    }

    /** A segment with plain and with compressed records, one whose compressed record lies about its length, and none. */
    static Stream<byte[]> segments() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        LogHarness harness = new LogHarness();
        try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
            harness.sendAndWait(writer, "short");
            harness.sendAndWait(writer, "compressed " + "c".repeat(700));
            harness.sendAndWait(writer, "end");
        }
        Path path = disk.list(LogHarness.DIR).get(0);
        ByteBuffer bytes = ByteBuffer.allocate((int) disk.size(path));
        try (DiskFile file = disk.openRead(path)) {
            file.read(0, bytes);
        }
        int used = bytes.capacity();
        while (bytes.get(used - 1) == 0) {
            used--;
        }
        byte[] whole = Arrays.copyOf(bytes.array(), used + LogFrameLayout.HEADER_LENGTH);
        return Stream.of(whole, lyingAboutItsLength(whole), new byte[LogSegmentLayout.HEADER_LENGTH], new byte[0]);
    }

    /** The varint before a snappy block says two gigabytes. */
    private static byte[] lyingAboutItsLength(byte[] segment) {
        byte[] lying = segment.clone();
        ByteBuffer buffer = ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN);
        int at = LogSegmentLayout.HEADER_LENGTH;
        while (buffer.getInt(at + LogFrameLayout.ENCODING) != LogFrameLayout.SNAPPY) {
            at += (int) LogFrameLayout.frameLength(buffer.getInt(at + LogFrameLayout.LENGTH));
        }
        byte[] huge = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07};
        System.arraycopy(huge, 0, lying, at + LogFrameLayout.HEADER_LENGTH, huge.length);
        repair(lying);
        return lying;
    }
}
