package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.log.LogContents;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.LogReader;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.log.SyncPolicy;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StartRule;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sealed chunks in their epoch's file: read from there, found again, checked, deleted. */
class HeadChunkFileTest {
    private static final long EPOCH = 7_200_000;
    private static final long START = 200_000_000_000L / EPOCH * EPOCH;
    private static final long SEGMENT = ChunkFileLayout.SEGMENT_LENGTH;

    private final OffHeap offHeap = OffHeap.poisoning(1L << 30);
    private final Map<Labels, SortedMap<Long, Double>> written = new TreeMap<>();
    private long epochLength = EPOCH;
    private Path directory;
    private LogWriter log;
    private Checkpoints checkpoints;
    private HeadRecovery recovery;
    private Head head;

    @BeforeEach
    @BeforeTry
    void begin() throws IOException {
        directory = Files.createTempDirectory("head-chunks");
        for (String name : List.of("log", "checkpoint", "head-chunks")) {
            Files.createDirectory(directory.resolve(name));
        }
        open();
    }

    @AfterEach
    @AfterTry
    void end() throws IOException {
        close();
        assertThat(offHeap.anonymousBytes()).isZero();
        assertThat(offHeap.bytes(MemoryTag.MAPPED_FILE)).isZero();
        Disk.system().deleteTree(directory);
    }

    private void open() throws IOException {
        HeadOptions options =
                HeadOptions.of(epochLength).withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 86_400_000)));
        ChunkFiles files = new ChunkFiles(Disk.system(), directory.resolve("head-chunks"));
        recovery = new HeadRecovery(offHeap, options, files, block -> false);
        checkpoints = new Checkpoints(Disk.system(), directory.resolve("checkpoint"));
        long after = recovery.restore(checkpoints);
        LogContents contents = LogReader.replay(Disk.system(), directory.resolve("log"), offHeap, after, recovery);
        assertThat(recovery.orphans()).isZero();
        LogOptions unsynced = LogOptions.DEFAULT.with(SyncPolicy.NEVER);
        log = LogWriter.open(Disk.system(), directory.resolve("log"), unsynced, offHeap, contents);
        head = recovery.start(log);
    }

    private void close() {
        head.close();
        log.close();
    }

    private void reopen() throws IOException {
        close();
        open();
    }

    /** Appends a sample a millisecond to every series, with values that hardly compress. */
    private void write(int series, int samples) {
        SplittableRandom random = new SplittableRandom(series);
        long from =
                written.isEmpty() ? START : written.values().iterator().next().lastKey() + 1;
        for (long time = from; time < from + samples; time++) {
            try (Appender appender = head.appender()) {
                for (int s = 0; s < series; s++) {
                    Labels labels = Labels.of("__name__", "m", "s", "" + s);
                    double value = random.nextDouble();
                    appender.append(appender.series(labels), start(s, time), time, value);
                    written.computeIfAbsent(labels, any -> new TreeMap<>()).put(time, value);
                }
                appender.commit();
            }
        }
    }

    /** Few series have starts, so that the others fill the file alone. */
    private static long start(int series, long time) {
        return series < 4 ? StartRule.of(series, time) : 0;
    }

    private Map<Labels, SortedMap<Long, Double>> read() {
        try (View view = new MergedView(head.view(), List.of())) {
            return read(view);
        }
    }

    private static Map<Labels, SortedMap<Long, Double>> read(View view) {
        Map<Labels, SortedMap<Long, Double>> found = new TreeMap<>();
        SeriesSet set = view.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of());
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < set.size(); i++) {
            samples.clear();
            set.reader().read(i, samples);
            int series = set.labels(i).get("s").isEmpty()
                    ? 0
                    : Integer.parseInt(set.labels(i).get("s"));
            StartRule.check(series < 4 ? series : 0, samples);
            SortedMap<Long, Double> ofSeries = found.computeIfAbsent(set.labels(i), any -> new TreeMap<>());
            for (int k = 0; k < samples.size(); k++) {
                ofSeries.put(samples.times()[k], samples.values()[k]);
            }
        }
        return found;
    }

    private Path onlyFile() throws IOException {
        List<Path> files = Disk.system().list(directory.resolve("head-chunks"));
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    private void checkpoint() throws IOException {
        log.truncate(head.checkpoint(checkpoints));
    }

    @Test
    void shouldReadFullSegmentsFromTheFileAndGiveTheirMemoryBack() throws IOException {
        write(60, 14_000);
        long before = offHeap.bytes(MemoryTag.HEAD_CHUNKS);
        try (View old = new MergedView(head.view(), List.of())) {
            head.spillChunks();
            assertThat(Disk.system().size(onlyFile())).isEqualTo(SEGMENT);
            assertThat(offHeap.bytes(MemoryTag.MAPPED_FILE)).isEqualTo(SEGMENT);
            assertThat(read(old)).isEqualTo(written);
        }
        assertThat(offHeap.bytes(MemoryTag.HEAD_CHUNKS)).isEqualTo(before - SEGMENT);
        assertThat(read()).isEqualTo(written);

        checkpoint();
        write(60, 500);
        reopen();
        assertThat(recovery.damages()).isEmpty();
        assertThat(read()).isEqualTo(written);
    }

    @Test
    void shouldGoOnInTheFileAfterEveryCheckpoint() throws IOException {
        for (int round = 0; round < 4; round++) {
            write(3, 400);
            checkpoint();
            write(3, 300);
            reopen();
            assertThat(read()).isEqualTo(written);
        }
    }

    @Test
    void shouldDeleteTheFileWhenNoCheckpointNeedsItSinceTheEpochHasLeft() throws IOException {
        write(2, 300);
        checkpoint();
        Path file = onlyFile();
        try (Appender appender = head.appender()) {
            appender.append(appender.series(Labels.of("__name__", "late")), START + 2 * EPOCH, 1);
            appender.commit();
        }
        int epoch = head.dueEpoch().orElseThrow();
        head.freeze(epoch).close();
        head.release(epoch);
        checkpoint();
        assertThat(onlyFile()).isEqualTo(file);
        checkpoint();

        assertThat(Disk.system().list(directory.resolve("head-chunks"))).isEmpty();
        reopen();
        assertThat(read()).containsOnlyKeys(Labels.of("__name__", "late"));
    }

    @Test
    void shouldMoveChunksToEpochsOfAnotherLength() throws IOException {
        write(3, 700);
        checkpoint();
        for (long length : new long[] {EPOCH * 3, 250, EPOCH}) {
            epochLength = length;
            reopen();
            assertThat(read()).as("length=%d", length).isEqualTo(written);
            write(3, 200);
            assertThat(read()).as("length=%d", length).isEqualTo(written);
            checkpoint();
        }
    }

    @Test
    void shouldSetAsideWhatTheFileHasLostAtItsEnd() throws IOException {
        write(3, 700);
        checkpoint();
        try (DiskFile file = Disk.system().open(onlyFile())) {
            file.truncate(file.size() / 2);
        }
        reopen();
        assertThat(recovery.damages()).isNotEmpty();
        requireNothingWrong();
    }

    @Test
    void shouldServeTheRestWithoutTheFile() throws IOException {
        write(3, 700);
        checkpoint();
        Files.delete(onlyFile());
        reopen();
        assertThat(recovery.damages()).isNotEmpty();
        requireNothingWrong();
        write(3, 700);
        checkpoint();
        reopen();
        requireNothingWrong();
    }

    @Property(tries = 250)
    void shouldNoticeEveryChangedByte(@ForAll int seed, @ForAll @IntRange(min = 1, max = 255) int change)
            throws IOException {
        write(3, 300);
        checkpoint();
        ByteBuffer one = ByteBuffer.allocate(1);
        try (DiskFile file = Disk.system().open(onlyFile())) {
            long position = Math.floorMod(seed, file.size());
            file.read(position, one);
            one.put(0, (byte) (one.get(0) ^ change));
            file.write(position, one.flip());
        }
        reopen();
        assertThat(recovery.damages()).hasSize(1);
        requireNothingWrong();
        assertThat(read().values().stream().mapToInt(Map::size).sum()).isGreaterThanOrEqualTo(600);
    }

    /** Every sample that is there is one that was written, the newest are there, and none between is missing. */
    private void requireNothingWrong() {
        Map<Labels, SortedMap<Long, Double>> found = read();
        assertThat(found.keySet()).isEqualTo(written.keySet());
        found.forEach((labels, samples) -> {
            SortedMap<Long, Double> all = written.get(labels);
            assertThat(samples).isEqualTo(all.tailMap(samples.firstKey()));
        });
    }
}
