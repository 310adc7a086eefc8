package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.log.LogContents;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.LogReader;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The labels of a checkpoint are read beside the samples of the log. */
class HeadRecoveryTest {
    private static final Path LOG = Path.of("/data/log");
    private static final Path CHECKPOINT = Path.of("/data/checkpoint");
    private static final Path CHUNKS = Path.of("/data/chunks");
    private static final long START = 1_700_000_000_000L;
    private static final int SERIES = 5_000;

    private final OffHeap offHeap = OffHeap.poisoning(1L << 30);
    private final SimulatedDisk disk = new SimulatedDisk();
    private final Map<Labels, Map<Long, Double>> written = new TreeMap<>();

    @BeforeEach
    void makeDirectories() throws IOException {
        for (Path directory : List.of(LOG, CHECKPOINT, CHUNKS)) {
            disk.createDirectories(directory);
        }
    }

    @AfterEach
    void everythingIsFreed() {
        assertThat(offHeap.anonymousBytes()).isZero();
        assertThat(offHeap.bytes(MemoryTag.MAPPED_FILE)).isZero();
    }

    private HeadRecovery recovery() {
        HeadOptions options =
                HeadOptions.of(7_200_000).withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 60_000)));
        return new HeadRecovery(offHeap, options, new ChunkFiles(disk, CHUNKS), block -> false);
    }

    private interface Work {
        void in(Head head) throws IOException;
    }

    /** Opens the head as a restart does, without having closed it: what it does is in the log. */
    private void open(Work work) throws IOException {
        HeadRecovery recovery = recovery();
        long after = recovery.restore(new Checkpoints(disk, CHECKPOINT));
        LogContents contents = LogReader.replay(disk, LOG, offHeap, after, recovery);
        assertThat(recovery.orphans()).isZero();
        try (LogWriter log = LogWriter.open(disk, LOG, LogOptions.DEFAULT, offHeap, contents);
                Head head = recovery.start(log)) {
            work.in(head);
        }
    }

    private void write(Head head, int firstSeries, int endSeries, long time) {
        try (Appender appender = head.appender()) {
            for (int i = firstSeries; i < endSeries; i++) {
                Labels labels = labels(i);
                appender.append(appender.series(labels), time, i + time);
                written.computeIfAbsent(labels, any -> new TreeMap<>()).put(time, (double) (i + time));
            }
            appender.commit();
        }
    }

    private static Labels labels(int i) {
        return Labels.of("__name__", "requests", "id", "" + i, "target", "host-" + i / 50);
    }

    private static Map<Labels, Map<Long, Double>> read(Head head, LabelMatcher... matchers) {
        Map<Labels, Map<Long, Double>> found = new TreeMap<>();
        try (View view = new MergedView(head.view(), List.of())) {
            SeriesSet set = view.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of(matchers));
            SampleBuffer samples = new SampleBuffer();
            for (int i = 0; i < set.size(); i++) {
                samples.clear();
                set.reader().read(i, samples);
                Map<Long, Double> ofSeries = found.computeIfAbsent(set.labels(i), any -> new TreeMap<>());
                for (int k = 0; k < samples.size(); k++) {
                    ofSeries.put(samples.times()[k], samples.values()[k]);
                }
            }
        }
        return found;
    }

    @Test
    void shouldReplaySamplesSeriesAndDeletionsBehindACheckpoint() throws IOException {
        open(head -> {
            write(head, 0, SERIES, START);
            head.checkpoint(new Checkpoints(disk, CHECKPOINT));
            write(head, 0, SERIES, START + 1);
            // Series that begin in the log share labels with those of the checkpoint.
            write(head, SERIES - 10, SERIES + 100, START + 2);
            head.delete(START + 1, START + 2, List.of(LabelMatcher.equal("id", "7")));
        });
        written.get(labels(7)).remove(START + 1);
        open(head -> {
            assertThat(read(head)).isEqualTo(written);
            LabelMatcher shared = LabelMatcher.equal("target", "host-" + (SERIES / 50 - 1));
            assertThat(read(head, shared)).hasSize(50);
            write(head, 0, SERIES + 200, START + 3);
            assertThat(read(head)).isEqualTo(written);
        });
    }

    /** Enough series and samples for every thread that helps, full chunks, and an epoch that ends on the way. */
    @Test
    void shouldReplayTheSamplesOfEachSeriesInTheirOrder() throws IOException {
        int series = 2_100;
        long first = START / 7_200_000 * 7_200_000 - 10 * 10_000;
        open(head -> {
            for (int step = 0; step < 130; step++) {
                write(head, 0, series, first + step * 10_000L);
                if (step == 30) {
                    head.checkpoint(new Checkpoints(disk, CHECKPOINT));
                }
            }
        });
        open(head -> {
            assertThat(read(head)).isEqualTo(written);
            write(head, 0, series, first + 130 * 10_000L);
            assertThat(read(head)).isEqualTo(written);
        });
    }

    @Test
    void shouldRefuseLabelsThatMakeNoSenseBeforeItStarts() throws IOException {
        open(head -> {
            write(head, 0, SERIES, START);
            head.checkpoint(new Checkpoints(disk, CHECKPOINT));
        });
        damageLabels();
        try (HeadRecovery recovery = recovery()) {
            assertThatThrownBy(() -> {
                        long after = recovery.restore(new Checkpoints(disk, CHECKPOINT));
                        LogReader.replay(disk, LOG, offHeap, after, recovery);
                        recovery.start(CommitLog.NONE).close();
                    })
                    .isInstanceOf(DamagedCheckpointException.class)
                    .hasMessageContaining(CHECKPOINT.toString());
        }
    }

    @Test
    void shouldLetGoOfACheckpointThatIsBeingRead() throws IOException {
        open(head -> {
            write(head, 0, SERIES, START);
            head.checkpoint(new Checkpoints(disk, CHECKPOINT));
        });
        try (HeadRecovery recovery = recovery()) {
            assertThat(recovery.restore(new Checkpoints(disk, CHECKPOINT))).isPositive();
        }
    }

    /** Makes the last label frame name a table that is not there, with the right checksum. */
    private void damageLabels() throws IOException {
        Path path = disk.list(CHECKPOINT).get(0);
        ByteBuffer file = ByteBuffer.allocate((int) disk.size(path)).order(ByteOrder.LITTLE_ENDIAN);
        try (DiskFile old = disk.openRead(path)) {
            old.read(0, file);
        }
        int at = CheckpointLayout.HEADER_LENGTH;
        int labels = -1;
        while (file.getInt(at + CheckpointLayout.FRAME_LENGTH) != 0) {
            if (SectionLayout.isOfLabels(file.get(at + CheckpointLayout.FRAME_HEADER_LENGTH))) {
                labels = at;
            }
            at += CheckpointLayout.FRAME_HEADER_LENGTH + file.getInt(at + CheckpointLayout.FRAME_LENGTH);
        }
        assertThat(labels).isPositive();
        int payload = labels + CheckpointLayout.FRAME_HEADER_LENGTH;
        file.put(payload + 1, (byte) 99);
        CRC32C crc = new CRC32C();
        crc.update(file.array(), payload, file.getInt(labels + CheckpointLayout.FRAME_LENGTH));
        file.putInt(labels + CheckpointLayout.FRAME_CRC, (int) crc.getValue());
        disk.delete(path);
        try (DiskFile damaged = disk.create(path)) {
            damaged.write(0, file.rewind());
        }
    }
}
