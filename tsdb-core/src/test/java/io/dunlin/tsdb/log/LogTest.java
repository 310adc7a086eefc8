package io.dunlin.tsdb.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.log.LogHarness.LogRecord;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoMemoryLeak.class)
class LogTest {
    private final SimulatedDisk disk = new SimulatedDisk();
    private final LogHarness harness = new LogHarness();

    private List<LogRecord> replayed(Disk from, long after) throws IOException {
        List<LogRecord> records = new ArrayList<>();
        assertThat(LogHarness.replay(from, LogHarness.DIR, after, records).damages())
                .isEmpty();
        return records;
    }

    @ParameterizedTest
    @EnumSource
    void recordsComeBackInOrderOverManySegments(SyncPolicy policy) throws IOException {
        try (LogWriter writer = harness.open(disk, LogHarness.SMALL.with(policy))) {
            for (int i = 0; i < 300; i++) {
                String text = "record " + i + " " + "x".repeat(i * 7 % 900);
                assertThat(harness.send(writer, text).join()).isEqualTo(i + 1);
            }
            assertThat(writer.lastSequence()).isEqualTo(300);
            assertThat(writer.stats().segments()).isGreaterThan(10);
        }
        List<LogRecord> records = replayed(disk, 0);
        assertThat(records).extracting(LogRecord::text).containsExactlyElementsOf(harness.sent.keySet());
        assertThat(records)
                .extracting(LogRecord::sequence)
                .startsWith(1L, 2L, 3L)
                .endsWith(300L);
        assertThat(replayed(disk, 250))
                .extracting(LogRecord::sequence)
                .startsWith(251L)
                .hasSize(50);
    }

    @Test
    void numbersGoOnAfterAReopenAndAfterAnEmptyOne() throws IOException {
        for (int run = 0; run < 5; run++) {
            try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
                if (run != 2) {
                    harness.sendAndWait(writer, "run " + run);
                }
            }
        }
        assertThat(replayed(disk, 0))
                .containsExactly(
                        new LogRecord(1, "run 0"),
                        new LogRecord(2, "run 1"),
                        new LogRecord(3, "run 3"),
                        new LogRecord(4, "run 4"));
    }

    @Test
    void appendersThatWaitShareASync() throws IOException {
        try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
            List<CompletableFuture<Long>> commits = new ArrayList<>();
            synchronized (disk) {
                for (int i = 0; i < 20; i++) {
                    commits.add(harness.send(writer, "r" + i));
                }
            }
            commits.forEach(CompletableFuture::join);
            assertThat(writer.stats().syncs()).isLessThanOrEqualTo(2);
            assertThat(writer.stats().syncedSequence()).isEqualTo(20);
        }
    }

    @Test
    void truncationLetsSegmentsGoAndReusesOne() throws IOException {
        int sent = 0;
        try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
            // None is reused while the thread that prepares one has not got its turn.
            while (sent < 200 || sent < 20_000 && !hasReused()) {
                for (int i = 0; i < 100; i++) {
                    harness.sendAndWait(writer, "record " + sent + " " + "y".repeat(200));
                    writer.truncate(sent - 20);
                    sent++;
                }
            }
            assertThat(writer.stats().segments()).isLessThanOrEqualTo(5);
        }
        assertThat(hasReused()).isTrue();
        assertThat(disk.list(LogHarness.DIR)).hasSizeLessThanOrEqualTo(6);
        assertThat(replayed(disk, sent - 20))
                .extracting(LogRecord::sequence)
                .startsWith(sent - 19L)
                .hasSize(20);
    }

    private boolean hasReused() {
        return disk.calls().stream().anyMatch(call -> call.startsWith("rename"));
    }

    @Test
    void aGapBehindTheCheckpointIsReported() throws IOException {
        try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
            for (int i = 0; i < 100; i++) {
                harness.sendAndWait(writer, "record " + i + " " + "y".repeat(200));
            }
            writer.truncate(50);
        }
        List<LogRecord> records = new ArrayList<>();
        LogContents contents = LogHarness.replay(disk, LogHarness.DIR, 10, records);
        assertThat(contents.damages()).singleElement().satisfies(damage -> {
            assertThat(damage.kind()).isEqualTo(LogDamage.Kind.LOST_RECORDS);
            assertThat(damage.firstLost()).isEqualTo(11);
            assertThat(damage.nextFound()).isEqualTo(records.get(0).sequence());
            assertThat(damage.toString()).contains("lost acknowledged records").contains("first lost=11");
        });
    }

    /** Of the last segment a part is zeros, or is damaged: records behind it had been acknowledged, and come back. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void recordsBehindADamagedPartOfTheLastSegmentComeBack(int damage) throws IOException {
        try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
            for (String text : List.of("one", "two", "three", "four", "five")) {
                harness.sendAndWait(writer, text);
            }
        }
        Path segment = disk.list(LogHarness.DIR).get(0);
        long second = LogSegmentLayout.HEADER_LENGTH + LogFrameLayout.frameLength("one".length());
        byte[] bytes = new byte[(int) LogFrameLayout.frameLength("two".length())];
        bytes[0] = (byte) damage;
        try (DiskFile file = disk.open(segment)) {
            file.write(second, ByteBuffer.wrap(bytes));
        }
        for (int life = 0; life < 2; life++) {
            List<LogRecord> records = new ArrayList<>();
            LogContents contents = LogHarness.replay(disk, LogHarness.DIR, 0, records);
            assertThat(records.stream().map(LogRecord::text).limit(4)).containsExactly("one", "three", "four", "five");
            assertThat(contents.damages()).singleElement().satisfies(lost -> {
                assertThat(lost.kind()).isEqualTo(LogDamage.Kind.LOST_RECORDS);
                assertThat(lost.firstLost()).isEqualTo(2);
                assertThat(lost.nextFound()).isEqualTo(3);
            });
            try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
                harness.sendAndWait(writer, "of life " + life);
            }
        }
    }

    /** Records of one write know of each other's durability only later: one behind a damaged one is good where that is proved. */
    @Test
    void recordsOfTheSameWriteAsADamagedOneComeBack() throws IOException {
        try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
            List<CompletableFuture<Long>> together = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                together.add(harness.send(writer, "record " + (i + 10)));
            }
            together.forEach(CompletableFuture::join);
            harness.sendAndWait(writer, "end");
        }
        Path segment = disk.list(LogHarness.DIR).get(0);
        long length = LogFrameLayout.frameLength("record 10".length());
        for (int i = 0; i < 20; i++) {
            SimulatedDisk damaged = disk.crash(0);
            try (DiskFile file = damaged.open(segment)) {
                file.write(
                        LogSegmentLayout.HEADER_LENGTH + i * length + LogFrameLayout.HEADER_LENGTH,
                        ByteBuffer.wrap(new byte[1]));
            }
            List<LogRecord> records = new ArrayList<>();
            LogHarness.replay(damaged, LogHarness.DIR, 0, records);
            assertThat(records).as("damaged: %d", i).hasSize(20).noneMatch(isRecord(i));
        }
    }

    private static Predicate<LogRecord> isRecord(int i) {
        return record -> record.text().equals("record " + (i + 10));
    }

    @Test
    void aFullLogRefusesUntilItIsTruncated() throws IOException {
        LogOptions options = new LogOptions(SyncPolicy.EVERY_COMMIT, Duration.ofSeconds(1), 4_096, 16_384, 2_048);
        long checkpoint;
        try (LogWriter writer = harness.open(disk, options)) {
            int taken = 0;
            while (harness.sendAndWait(writer, "record " + taken + " " + "z".repeat(500))) {
                taken++;
            }
            assertThat(taken).isBetween(20, 32);
            assertThatThrownBy(() ->
                            harness.send(writer, "again " + "z".repeat(500)).join())
                    .hasRootCauseMessage("the log is at its limit and waits for a checkpoint: size=16384, limit=16384");
            writer.truncate(taken - 1);
            assertThat(harness.sendAndWait(writer, "after " + "z".repeat(500))).isTrue();
            checkpoint = taken - 1L;
        }
        assertThat(replayed(disk, checkpoint))
                .extracting(LogRecord::text)
                .last()
                .asString()
                .startsWith("after");
    }

    @Test
    void aFullDiskRefusesAndGoesOnWhenThereIsSpace() throws IOException {
        disk.capacity(30_000);
        try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
            int i = 0;
            while (harness.sendAndWait(writer, "record " + i + " " + "z".repeat(500))) {
                i++;
            }
            assertThatThrownBy(() ->
                            harness.send(writer, "refused " + "z".repeat(500)).join())
                    .hasCauseInstanceOf(StorageException.class)
                    .hasMessageContaining("No space left on device");
            int files = disk.list(LogHarness.DIR).size();
            for (int k = 0; k < 50; k++) {
                assertThat(harness.sendAndWait(writer, "refused " + k + "z".repeat(500)))
                        .isFalse();
            }
            assertThat(disk.list(LogHarness.DIR)).hasSizeLessThanOrEqualTo(files + 1);
            disk.capacity(200_000);
            for (int k = 0; k < 50; k++) {
                assertThat(harness.sendAndWait(writer, "after " + k + "z".repeat(500)))
                        .isTrue();
            }
        }
        LogHarness.assertHolds(replayed(disk, 0), harness.acknowledged(), harness.sent);
    }

    @Test
    void recordsBeyondTheLimitAndAfterCloseAreRefused() throws IOException {
        LogWriter writer = harness.open(disk, LogHarness.SMALL);
        byte[] tooLong = new byte[2_048];
        assertThatThrownBy(() -> writer.append(tooLong, 0, tooLong.length, false))
                .isInstanceOf(StorageException.class)
                .hasMessage("the record is too long for the log: length=2048, limit=2048");
        writer.close();
        writer.close();
        assertThatThrownBy(() -> writer.append(tooLong, 0, 1, false))
                .isInstanceOf(StorageException.class)
                .hasMessage("the log is closed");
    }

    @Test
    void anotherVersionIsNamed() throws IOException {
        try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
            harness.sendAndWait(writer, "first");
        }
        Path segment = disk.list(LogHarness.DIR).get(0);
        try (DiskFile file = disk.open(segment)) {
            ByteBuffer header = LogSegmentLayout.header(1, 1);
            header.putInt(LogSegmentLayout.VERSION, 2);
            CRC32C crc = new CRC32C();
            crc.update(header.slice(0, 12));
            crc.update(header.slice(16, 16));
            header.putInt(LogSegmentLayout.CRC, (int) crc.getValue());
            file.write(0, header);
        }
        assertThatThrownBy(() -> replayed(disk, 0))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("format version 2");
    }

    @Test
    void worksOnARealDisk(@TempDir Path directory) throws IOException {
        OffHeap offHeap = OffHeap.poisoning(64 << 20);
        Path log = directory.resolve("log");
        Disk.system().createDirectories(log);
        LogOptions options = new LogOptions(SyncPolicy.EVERY_COMMIT, Duration.ofSeconds(1), 65_536, 1 << 20, 32_768);
        List<LogRecord> records = new ArrayList<>();
        LogContents contents = LogHarness.replay(Disk.system(), log, 0, records);
        try (LogWriter writer = LogWriter.open(Disk.system(), log, options, offHeap, contents)) {
            for (int i = 0; i < 200; i++) {
                harness.sendAndWait(writer, "record " + i + " " + "r".repeat(i * 13 % 3_000));
                writer.truncate(i - 100);
            }
        }
        assertThat(LogHarness.replay(Disk.system(), log, 100, records).damages())
                .isEmpty();
        assertThat(records).hasSize(100).extracting(LogRecord::text).allMatch(harness.sent::containsKey);
    }
}
