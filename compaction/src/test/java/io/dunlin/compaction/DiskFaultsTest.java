package io.dunlin.compaction;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.head.CohortAges;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.SyncPolicy;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole database, with its own threads, on a disk whose calls fail one after the other: what it acknowledged stays, what
 * it refused it refuses clearly, and it goes on without a restart. The lock alone is on the machine's disk.
 */
@ExtendWith(NoMemoryLeak.class)
class DiskFaultsTest {
    /** How many calls are tried or more, for each operation's has at least one: a hundred under {@code mvn -Plong}. */
    private static final int TRIED = Integer.getInteger("dunlin.seeds", 200) / 10;

    private static final long START = 200_000_000_000L;
    private static final int REQUESTS = 60;
    private static final long STEP = 10;
    private static final int BLOCKS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Short segments, so that the log goes on to a new file often. */
    private static final LogOptions LOG =
            new LogOptions(SyncPolicy.EVERY_COMMIT, Duration.ofMillis(1), 16_384, 1 << 20, 8_192);

    @TempDir
    private Path directory;

    private final Map<String, Set<Long>> acknowledged = new TreeMap<>();
    private final Set<String> sent = new HashSet<>();

    /** Where calls failed: the operation and what kind of file it was on. */
    private final Set<String> sites = new TreeSet<>();

    private Tsdb open(Disk disk) {
        return Tsdb.open(
                directory,
                TsdbOptions.DEFAULT
                        .withMinBlockDuration(Duration.ofMillis(100))
                        .withCompactor(new BlockMerger())
                        .withAges(new CohortAges(Duration.ofMillis(50), Duration.ofMillis(60), Duration.ofMillis(40)))
                        .withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 86_400_000)))
                        .withLog(LOG)
                        .withDisk(disk));
    }

    /** Opens it where the first try may meet the failure. */
    private Tsdb openAtLast(SimulatedDisk disk) {
        try {
            return open(disk);
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining("injected failure");
            disk.heal();
            return open(disk);
        }
    }

    private boolean write(Tsdb tsdb, long request) {
        long time = START + request * STEP;
        String[] names = {"steady", "once-" + request};
        for (String name : names) {
            sent.add(name + "@" + time);
        }
        try (Appender appender = tsdb.appender()) {
            for (String name : names) {
                appender.append(appender.series(Labels.of("__name__", name)), time, (double) request);
            }
            appender.commit();
        } catch (StorageException e) {
            assertThat(e).hasMessageMatching("(?s).*(injected failure|No space left on device|sync).*");
            return false;
        }
        for (String name : names) {
            acknowledged.computeIfAbsent(name, any -> new TreeSet<>()).add(time);
        }
        return true;
    }

    private void check(Tsdb tsdb, String where) {
        Map<String, NavigableSet<Long>> found = ShownSamples.read(tsdb, (name, time, value) -> {
            assertThat(sent).as(where).contains(name + "@" + time);
            long step = (time - START) / STEP;
            assertThat(value).as(where).isEqualTo(step);
        });
        acknowledged.forEach((name, times) ->
                assertThat(found.get(name)).as(where + " " + name).containsAll(times));
    }

    private static void awaitBlocks(Tsdb tsdb, String where) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (blocks(tsdb) < BLOCKS) {
            assertThat(System.nanoTime()).as("blocks, " + where).isLessThan(deadline);
            LockSupport.parkNanos(500_000);
        }
    }

    private static int blocks(Tsdb tsdb) {
        try (BlockSet set = tsdb.blocks().catalog().acquire()) {
            return set.blocks().size();
        }
    }

    private void forget() throws IOException {
        acknowledged.clear();
        sent.clear();
        Files.deleteIfExists(directory.resolve("lock"));
    }

    /** One life with appends, spills, cuts and checkpoints. */
    private void life(SimulatedDisk disk, String where) throws IOException {
        try (Tsdb tsdb = openAtLast(disk)) {
            for (long request = 0; request < REQUESTS; request++) {
                write(tsdb, request);
            }
            awaitBlocks(tsdb, where);
            disk.heal();
            assertThat(write(tsdb, REQUESTS)).as(where).isTrue();
            check(tsdb, where);
        }
    }

    /** Threads differ from life to life, so a call is named by its operation and its number among that operation's. */
    @Test
    void losesNothingWhenOneCallFails() throws IOException {
        SimulatedDisk whole = new SimulatedDisk();
        life(whole, "no failure");
        Map<String, Long> operations = whole.calls().stream()
                .collect(groupingBy(call -> call.substring(0, call.indexOf(' ')), TreeMap::new, counting()));
        int calls = whole.calls().size();
        for (Map.Entry<String, Long> operation : operations.entrySet()) {
            long step = Math.max(1, Math.min(operation.getValue(), calls / TRIED));
            for (long call = 0; call < operation.getValue(); call += step) {
                losesNothingWhere(operation.getKey(), call);
            }
        }
        assertThat(sites).anyMatch(site -> site.startsWith("write"));
        assertThat(sites).anyMatch(site -> site.startsWith("sync"));
    }

    private void losesNothingWhere(String operation, long call) throws IOException {
        forget();
        SimulatedDisk disk = new SimulatedDisk();
        disk.failAt(operation, call);
        String where = operation + " " + call;
        life(disk, where);
        disk.failed().forEach(site -> sites.add(site.replaceAll("[0-9A-Z]{10,}", "#")));
        try (Tsdb again = open(disk.crash(call))) {
            check(again, where + ", after power loss");
        }
    }

    @Test
    void readsOnAndRefusesWhileTheDiskIsFull() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (Tsdb tsdb = open(disk)) {
            for (long request = 0; request < 20; request++) {
                assertThat(write(tsdb, request)).isTrue();
            }
            disk.capacity(1);
            long request = 20;
            while (write(tsdb, request)) {
                request++;
            }
            check(tsdb, "full");
            assertThat(write(tsdb, request + 1)).isFalse();
            disk.capacity(Long.MAX_VALUE);
            for (long after = request + 2; after < request + 2 + REQUESTS; after++) {
                assertThat(write(tsdb, after)).as("after the disk was full").isTrue();
            }
            awaitBlocks(tsdb, "after the disk was full");
            check(tsdb, "after the disk was full");
        }
        try (Tsdb again = open(disk.crash(1))) {
            check(again, "after power loss");
        }
    }

    /** Of a cohort whose series all came with refused requests nothing is left to write. */
    @Test
    void goesOnCuttingAfterCohortsOfRefusedRequests() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (Tsdb tsdb = open(disk)) {
            assertThat(write(tsdb, 0)).isTrue();
            disk.failFrom(disk.calls().size());
            for (long request = 1; request < 20; request++) {
                assertThat(write(tsdb, request)).isFalse();
            }
            disk.heal();
            for (long request = 20; request < 20 + REQUESTS; request++) {
                assertThat(write(tsdb, request)).isTrue();
            }
            awaitBlocks(tsdb, "after cohorts of refused requests");
            check(tsdb, "after cohorts of refused requests");
        }
        try (Tsdb again = open(disk.crash(1))) {
            check(again, "after power loss");
        }
    }

    /** Calls fail for some time, in every kind of work, and then no more. */
    @Test
    void goesOnWhenTheDiskDoes() throws IOException {
        for (int first = 30; first < 400; first += 37) {
            forget();
            SimulatedDisk disk = new SimulatedDisk();
            String where = "from call " + first;
            try (Tsdb tsdb = open(disk)) {
                disk.failFrom(first);
                long request = 0;
                while (request < REQUESTS / 2 && write(tsdb, request)) {
                    request++;
                }
                check(tsdb, where);
                disk.heal();
                for (long after = request + 1; after < request + 1 + REQUESTS; after++) {
                    assertThat(write(tsdb, after)).as(where).isTrue();
                }
                awaitBlocks(tsdb, where);
                check(tsdb, where);
            }
            try (Tsdb again = open(disk.crash(first))) {
                check(again, where + ", after power loss");
            }
        }
    }
}
