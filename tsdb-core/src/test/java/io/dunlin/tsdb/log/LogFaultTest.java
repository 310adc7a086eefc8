package io.dunlin.tsdb.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.log.LogHarness.LogRecord;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Power loss, failing calls and damaged bytes, on the simulated disk. */
@ExtendWith(NoMemoryLeak.class)
class LogFaultTest {
    /** Crash images tried: 1,000 under {@code mvn -Plong}. */
    private static final int SEEDS = Integer.getInteger("dunlin.seeds", 200);

    @Test
    void powerLossLosesNothingAcknowledged() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SimulatedDisk disk = new SimulatedDisk();
            LogHarness harness = new LogHarness();
            for (int generation = 0; generation < 3; generation++) {
                disk = crashWhileWriting(disk, harness, random, "seed " + seed + " generation " + generation);
            }
        }
    }

    /** Writes until the power goes at some moment, checks what is left, and returns it. */
    private static SimulatedDisk crashWhileWriting(
            SimulatedDisk disk, LogHarness harness, SplittableRandom random, String name) throws IOException {
        SimulatedDisk after;
        List<String> acknowledged;
        Map<String, Boolean> sent;
        try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
            int count = random.nextInt(60);
            for (int i = 0; i < count; i++) {
                String text = name + " record " + i + " " + "p".repeat(random.nextInt(1_200));
                CompletableFuture<Long> commit = harness.send(writer, text);
                if (random.nextInt(3) > 0) {
                    commit.join();
                }
            }
            acknowledged = harness.acknowledged();
            after = disk.crash(random.nextLong());
            sent = Map.copyOf(harness.sent);
        }
        List<LogRecord> found = new ArrayList<>();
        LogContents contents = LogHarness.replay(after, LogHarness.DIR, 0, found);
        assertThat(contents.damages()).as(name).noneMatch(d -> d.kind() == LogDamage.Kind.LOST_RECORDS);
        LogHarness.assertHolds(found, acknowledged, sent);
        Set<String> survivors =
                new HashSet<>(found.stream().map(LogRecord::text).toList());
        harness.sent.keySet().retainAll(survivors);
        return after;
    }

    @Test
    void anyCallMayFailOnce() throws IOException {
        int calls = scenario(new SimulatedDisk(), new LogHarness());
        for (int call = 0; call < calls; call++) {
            SimulatedDisk disk = new SimulatedDisk();
            disk.failAt(call);
            LogHarness harness = new LogHarness();
            scenario(disk, harness);
            assertNothingLost(disk, harness, call);
            assertNothingLost(disk.crash(call), harness, call);
        }
    }

    @Test
    void aDiskMayFailForAWhile() throws IOException {
        int calls = scenario(new SimulatedDisk(), new LogHarness());
        for (int call = 0; call < calls; call += 3) {
            SimulatedDisk disk = new SimulatedDisk();
            disk.failFrom(call);
            LogHarness harness = new LogHarness();
            scenario(disk, harness);
            assertNothingLost(disk.crash(call), harness, call);
        }
    }

    /** Else half of what belongs together would be in the log, though its sender was told that none is. */
    @Test
    void refusesWhatGoesWithARefusedRecord() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        LogHarness harness = new LogHarness();
        try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
            long before = writer.refusals();
            disk.failFrom(disk.calls().size());
            assertThat(harness.sendAndWait(writer, "first half")).isFalse();
            disk.heal();
            byte[] half = "second half".getBytes(StandardCharsets.UTF_8);
            assertThat(writer.append(half, 0, half.length, false, before)).isCompletedExceptionally();
            assertThat(harness.sendAndWait(writer, "both halves again")).isTrue();
        }
        List<LogRecord> found = new ArrayList<>();
        LogHarness.replay(disk, LogHarness.DIR, 0, found);
        assertThat(found).extracting(LogRecord::text).containsExactly("both halves again");
    }

    private static void assertNothingLost(SimulatedDisk disk, LogHarness harness, int call) throws IOException {
        disk.heal();
        List<LogRecord> found = new ArrayList<>();
        LogContents contents = LogHarness.replay(disk, LogHarness.DIR, 0, found);
        assertThat(contents.damages()).as("call " + call).noneMatch(d -> d.kind() == LogDamage.Kind.LOST_RECORDS);
        LogHarness.assertHolds(found, harness.acknowledged(), harness.sent);
    }

    /** Writes some segments full, with the disk as it is and then healed; returns the number of calls. */
    private static int scenario(SimulatedDisk disk, LogHarness harness) throws IOException {
        LogWriter writer = null;
        while (writer == null) {
            try {
                writer = harness.open(disk, LogHarness.SMALL);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("injected failure");
                disk.heal();
            }
        }
        try (LogWriter log = writer) {
            for (int i = 0; i < 30; i++) {
                harness.sendAndWait(log, "record " + i + " " + "q".repeat(i * 37 % 700));
            }
            disk.heal();
            for (int i = 0; i < 10; i++) {
                assertThat(harness.sendAndWait(log, "healed " + i + " " + "q".repeat(400)))
                        .isTrue();
            }
        }
        return disk.calls().size();
    }

    @Test
    void everyDamagedByteIsReportedAndTheRestIsRead() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        LogHarness harness = new LogHarness();
        for (int run = 0; run < 2; run++) {
            try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
                for (int i = 0; i < 7; i++) {
                    harness.sendAndWait(writer, "run " + run + " record " + i + " " + "s".repeat(i * 31 % 100));
                }
            }
        }
        for (Path segment : disk.list(LogHarness.DIR)) {
            int used = usedBytes(disk, segment);
            for (int at = 0; at < used; at++) {
                flip(disk, segment, at);
                assertDamageIsContained(disk, harness, segment + " at " + at);
                flip(disk, segment, at);
            }
        }
    }

    private static void assertDamageIsContained(SimulatedDisk disk, LogHarness harness, String where)
            throws IOException {
        List<LogRecord> found = new ArrayList<>();
        LogContents contents = LogHarness.replay(disk, LogHarness.DIR, 0, found);
        List<String> texts = found.stream().map(LogRecord::text).toList();
        List<String> all = harness.acknowledged();
        assertThat(all).as(where).containsSubsequence(texts);
        assertThat(texts.size()).as(where).isGreaterThanOrEqualTo(all.size() - 1);
        assertThat(contents.damages().isEmpty()).as(where).isEqualTo(texts.size() == all.size());
    }

    @Test
    void aLogCutAnywhereGivesItsBeginning() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        LogHarness harness = new LogHarness();
        try (LogWriter writer = harness.open(disk, LogHarness.SMALL)) {
            for (int i = 0; i < 8; i++) {
                harness.sendAndWait(writer, "record " + i + " " + "t".repeat(i * 31 % 100));
            }
        }
        Path segment = disk.list(LogHarness.DIR).get(0);
        for (int length = (int) disk.size(segment); length >= 0; length--) {
            try (DiskFile file = disk.open(segment)) {
                file.truncate(length);
            }
            List<LogRecord> found = new ArrayList<>();
            LogHarness.replay(disk, LogHarness.DIR, 0, found);
            List<String> texts = found.stream().map(LogRecord::text).toList();
            assertThat(texts).isEqualTo(harness.acknowledged().subList(0, texts.size()));
        }
    }

    private static int usedBytes(SimulatedDisk disk, Path segment) throws IOException {
        try (DiskFile file = disk.openRead(segment)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(0, bytes);
            int used = bytes.capacity();
            while (used > 0 && bytes.get(used - 1) == 0) {
                used--;
            }
            return used;
        }
    }

    private static void flip(SimulatedDisk disk, Path segment, int at) throws IOException {
        try (DiskFile file = disk.open(segment)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.read(at, one);
            file.write(at, ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}));
        }
    }
}
