package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.head.CohortAges;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.SyncPolicy;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * A database whose files are damaged while it is closed: bits flipped, files cut, parts zeroed, in log, checkpoints,
 * head-chunk files, runs and blocks. It opens, shows no sample that was not written so, shows all that was not in damaged
 * files alone, takes new samples, and shows the same after a restart.
 */
class DamagedFilesTest {
    private static final long START = 200_000_000_000L;
    private static final long STEP = 10;
    private static final long EPOCH = 2_000;

    /** Up to the middle of the fifth epoch, when four have been cut, and as much again as a cohort needs to leave. */
    private static final int REQUESTS = 990;

    private static final int STEADY = 3;
    private static final int MOST_DAMAGES = 4;
    private static final int MOST_READS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CHECKPOINT = "checkpoint";
    private static final Set<String> IN_PARTS = Set.of("log", CHECKPOINT, "head-chunks");

    private static final LogOptions LOG =
            new LogOptions(SyncPolicy.EVERY_COMMIT, Duration.ofMillis(1), 32_768, 1 << 22, 16_384);

    /** The lock is in it; all else is on simulated disks, in a directory of the same name. */
    private static Path directory;

    /** The files of the database, by their names in its directory. */
    private static Map<Path, byte[]> whole;

    /** The times that were acknowledged, by the name of the series. */
    private static final Map<String, NavigableSet<Long>> WRITTEN = new TreeMap<>();

    @BeforeContainer
    static void write() throws IOException {
        directory = Files.createTempDirectory("damaged-files");
        SimulatedDisk disk = new SimulatedDisk();
        try (Tsdb tsdb = open(disk)) {
            for (int request = 0; request < REQUESTS; request++) {
                List<Path> before = checkpoints(disk);
                append(tsdb, request, WRITTEN);
                int due = due(request);
                if (due > 0 && due > due(request - 1)) {
                    await(() -> blocks(tsdb) >= due && !checkpoints(disk).equals(before));
                }
            }
            await(() -> !list(disk, directory.resolve("runs")).isEmpty());
        }
        assertThat(checkpoints(disk)).hasSize(2);
        whole = new TreeMap<>();
        collect(disk, directory);
        assertThat(whole.keySet()).anyMatch(path -> path.startsWith("head-chunks"));
    }

    @AfterContainer
    static void delete() throws IOException {
        Disk.system().deleteTree(directory);
    }

    /** Returns how many epochs are finished when a request has been written. */
    private static int due(int request) {
        return (int) ((request * STEP - EPOCH / 2) / EPOCH);
    }

    private static Tsdb open(SimulatedDisk disk) {
        return Tsdb.open(
                directory,
                TsdbOptions.DEFAULT
                        .withMinBlockDuration(Duration.ofMillis(EPOCH))
                        .withCompactor(new BlockMerger())
                        .withAges(
                                new CohortAges(Duration.ofMillis(500), Duration.ofMillis(600), Duration.ofMillis(400)))
                        .withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 86_400_000)))
                        .withLog(LOG)
                        .withDisk(disk));
    }

    /** Two samples of each steady series, and one of a series of its own. */
    private static void append(Tsdb tsdb, int request, Map<String, NavigableSet<Long>> into) {
        long time = START + request * STEP;
        try (Appender appender = tsdb.appender()) {
            for (int i = 0; i < STEADY; i++) {
                append(appender, "steady-" + i, time, into);
                append(appender, "steady-" + i, time + STEP / 2, into);
            }
            append(appender, "once-" + request, time, into);
            appender.commit();
        }
    }

    private static void append(Appender appender, String name, long time, Map<String, NavigableSet<Long>> into) {
        appender.append(appender.series(Labels.of("__name__", name)), time, value(name, time));
        into.computeIfAbsent(name, any -> new TreeSet<>()).add(time);
    }

    /** No two series have the same value at the same time. */
    private static double value(String name, long time) {
        return name.hashCode() + (time - START) / 1e4;
    }

    @Property(tries = 60)
    void showsNothingWrongWhateverIsDamaged(@ForAll long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Path, byte[]> files = new TreeMap<>(whole);
        List<Path> names = List.copyOf(files.keySet());
        Set<Path> damaged = new HashSet<>();
        int damages = 1 + random.nextInt(MOST_DAMAGES);
        for (int i = 0; i < damages; i++) {
            Path name = names.get(random.nextInt(names.size()));
            // Of a block only one file: a second one vouches for bytes that Prometheus's checksums leave out.
            if (damaged.add(
                    IN_PARTS.contains(name.getName(0).toString()) ? name : name.subpath(0, name.getNameCount() - 1))) {
                files.put(name, damage(files.get(name), random));
            }
        }
        Path newest = checkpointNames().get(1);
        boolean losesNothing = damaged.equals(Set.of(newest));
        check(files, losesNothing ? WRITTEN : Map.of(), files.get(newest) != whole.get(newest));
    }

    @Property(tries = 40)
    void servesAllThatIsNotInDamagedCheckpointsAlone(@ForAll long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Path, byte[]> files = new TreeMap<>(whole);
        boolean both = random.nextBoolean();
        for (Path name : checkpointNames().subList(both ? 0 : 1, 2)) {
            files.put(name, damage(files.get(name), random));
        }
        check(files, both ? inBlocks() : WRITTEN, true);
    }

    private static List<Path> checkpointNames() {
        return whole.keySet().stream()
                .filter(name -> name.startsWith(CHECKPOINT))
                .toList();
    }

    /** Returns what was written before the last cut. */
    private static Map<String, NavigableSet<Long>> inBlocks() {
        Map<String, NavigableSet<Long>> cut = new TreeMap<>();
        WRITTEN.forEach((name, times) -> cut.put(name, times.headSet(START + due(REQUESTS) * EPOCH, false)));
        return cut;
    }

    /** Returns other bytes: with one flipped, the end cut off, or some zeroed that are not zero. */
    private static byte[] damage(byte[] bytes, SplittableRandom random) {
        byte[] damaged = bytes.clone();
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(1 << random.nextInt(14)));
        int kind = bytes.length == 0 ? 1 : random.nextInt(3);
        if (kind == 1) {
            return Arrays.copyOf(bytes, at);
        }
        if (kind == 2) {
            Arrays.fill(damaged, at, to, (byte) 0);
        }
        if (Arrays.equals(bytes, damaged)) {
            damaged[at] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    /**
     * Opens such a database twice.
     *
     * @param least what it must show
     * @param ofCheckpoint whether the newest checkpoint is damaged
     */
    private static void check(Map<Path, byte[]> files, Map<String, NavigableSet<Long>> least, boolean ofCheckpoint)
            throws IOException {
        SimulatedDisk disk = disk(files);
        Map<String, NavigableSet<Long>> shown;
        try (Tsdb tsdb = open(disk)) {
            shown = read(tsdb);
            shown.forEach(
                    (name, times) -> assertThat(WRITTEN.get(name)).as(name).containsAll(times));
            least.forEach((name, times) -> {
                if (!times.isEmpty()) {
                    assertThat(shown.get(name)).as(name).containsAll(times);
                }
            });
            if (ofCheckpoint) {
                assertThat(tsdb.corruptions()).isPositive();
                assertThat(disk.exists(directory.resolve("damaged"))).isTrue();
                await(() ->
                        checkpoints(disk).stream().anyMatch(path -> !whole.containsKey(directory.relativize(path))));
            }
            append(tsdb, REQUESTS, shown);
            requireEqual(read(tsdb), shown);
        }
        try (Tsdb tsdb = open(disk)) {
            if (ofCheckpoint && least == WRITTEN) {
                assertThat(tsdb.corruptions()).isZero();
            }
            requireEqual(read(tsdb), shown);
        }
        Files.deleteIfExists(directory.resolve("lock"));
    }

    private static void requireEqual(Map<String, NavigableSet<Long>> found, Map<String, NavigableSet<Long>> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, times) -> {
            NavigableSet<Long> missing = new TreeSet<>(times);
            missing.removeAll(found.get(name));
            assertThat(missing).as("missing of " + name).isEmpty();
            NavigableSet<Long> more = new TreeSet<>(found.get(name));
            more.removeAll(times);
            assertThat(more).as("new of " + name).isEmpty();
        });
    }

    /** Returns what a database shows: a block that is found damaged on reading is left out when it is asked again. */
    private static Map<String, NavigableSet<Long>> read(Tsdb tsdb) {
        CorruptDataException last = null;
        for (int i = 0; i < MOST_READS; i++) {
            try {
                return ShownSamples.read(
                        tsdb, (name, time, value) -> assertThat(value).as(name).isEqualTo(value(name, time)));
            } catch (CorruptDataException e) {
                last = e;
            }
        }
        throw last;
    }

    private static int blocks(Tsdb tsdb) {
        try (BlockSet set = tsdb.blocks().catalog().acquire()) {
            return set.blocks().size();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            LockSupport.parkNanos(500_000);
        }
    }

    private static List<Path> checkpoints(SimulatedDisk disk) {
        return list(disk, directory.resolve(CHECKPOINT)).stream()
                .filter(path -> path.getFileName().toString().matches("[0-9]+"))
                .toList();
    }

    private static List<Path> list(SimulatedDisk disk, Path parent) {
        try {
            return disk.list(parent);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void collect(SimulatedDisk disk, Path parent) throws IOException {
        for (Path path : disk.list(parent)) {
            if (disk.isDirectory(path)) {
                collect(disk, path);
            } else {
                ByteBuffer bytes = ByteBuffer.allocate((int) disk.size(path));
                try (DiskFile file = disk.openRead(path)) {
                    file.read(0, bytes);
                }
                whole.put(directory.relativize(path), bytes.array());
            }
        }
        whole.remove(Path.of("dunlin-format"));
    }

    private static SimulatedDisk disk(Map<Path, byte[]> files) throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        for (Map.Entry<Path, byte[]> entry : files.entrySet()) {
            Path path = directory.resolve(entry.getKey());
            disk.createDirectories(path.getParent());
            try (DiskFile file = disk.create(path)) {
                file.write(0, ByteBuffer.wrap(entry.getValue()));
            }
        }
        return disk;
    }
}
