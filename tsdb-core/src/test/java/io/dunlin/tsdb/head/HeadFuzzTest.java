package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.log.LogContents;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.LogReader;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.log.SyncPolicy;
import io.dunlin.tsdb.memory.MemoryLimitException;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.provider.MethodSource;

/** Records, checkpoints and head-chunk files of any bytes: the head is recovered, or what is damaged is named. */
class HeadFuzzTest {
    private static final long START = 1_700_000_000_000L;
    private static final Path LOG = Path.of("/data/log");
    private static final Path CHECKPOINT = Path.of("/data/checkpoint");
    private static final Path CHUNKS = Path.of("/data/head-chunks");
    private static final int LONGEST = 1 << 16;

    /** What a head may take for such small inputs; more is an allocation that a damaged length asked for. */
    private static final long MOST_MEMORY = 64 << 20;

    private static final Seeds SEEDS = Seeds.write();

    private final OffHeap offHeap = OffHeap.poisoning(MOST_MEMORY);

    /** The bytes pass for sections, as behind a right checksum. */
    @MethodSource("records")
    @FuzzTest(maxDuration = "2m")
    void replaysAnyRecord(byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            recover(new SimulatedDisk(), recovery -> recovery.record(1, Region.ofHeap(bytes), 0, bytes.length));
        }
    }

    @MethodSource("checkpoints")
    @FuzzTest(maxDuration = "2m")
    void readsAnyCheckpoint(byte[] bytes) throws IOException {
        SimulatedDisk disk = disk();
        put(disk, CHECKPOINT.resolve(CheckpointLayout.fileName(5)), repairCheckpoint(bytes));
        put(disk, CHUNKS.resolve(SEEDS.chunkFile), SEEDS.chunks);
        recover(disk, recovery -> recovery.restore(new Checkpoints(disk, CHECKPOINT)));
    }

    @MethodSource("chunks")
    @FuzzTest(maxDuration = "2m")
    void readsAnyHeadChunks(byte[] bytes) throws IOException {
        SimulatedDisk disk = disk();
        put(disk, CHECKPOINT.resolve(CheckpointLayout.fileName(5)), SEEDS.checkpoint);
        put(disk, CHUNKS.resolve(SEEDS.chunkFile), bytes);
        recover(disk, recovery -> recovery.restore(new Checkpoints(disk, CHECKPOINT)));
    }

    private interface Source {
        void readInto(HeadRecovery recovery) throws IOException;
    }

    private void recover(SimulatedDisk disk, Source source) throws IOException {
        try (HeadRecovery recovery =
                new HeadRecovery(offHeap, options(), new ChunkFiles(disk, CHUNKS), block -> false)) {
            source.readInto(recovery);
            try (Head head = recovery.start(CommitLog.NONE);
                    View view = new MergedView(head.view(), List.of())) {
                read(view);
            }
        } catch (StorageException e) {
            assertThat(e.getMessage()).isNotBlank();
        } catch (MemoryLimitException e) {
            // A slot far away asked for more than the head may have: refused before it was allocated.
            assertThat(e).hasMessageContaining("limit=" + MOST_MEMORY);
        }
        assertThat(offHeap.anonymousBytes()).isZero();
    }

    private static HeadOptions options() {
        return HeadOptions.of(100_000).withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 86_400_000)));
    }

    private static void read(View view) {
        SeriesSet set = view.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of());
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < set.size(); i++) {
            samples.clear();
            set.labels(i);
            set.reader().read(i, samples);
        }
    }

    private static SimulatedDisk disk() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        for (Path directory : List.of(LOG, CHECKPOINT, CHUNKS)) {
            disk.createDirectories(directory);
        }
        return disk;
    }

    private static void put(SimulatedDisk disk, Path path, byte[] bytes) throws IOException {
        try (DiskFile file = disk.create(path)) {
            file.write(0, ByteBuffer.wrap(bytes, 0, Math.min(LONGEST, bytes.length)));
        }
    }

    private static byte[] repairCheckpoint(byte[] bytes) {
        byte[] repaired = bytes.clone();
        ByteBuffer file = ByteBuffer.wrap(repaired).order(ByteOrder.LITTLE_ENDIAN);
        int at = CheckpointLayout.HEADER_LENGTH;
        int frames = 0;
        while (at + CheckpointLayout.FRAME_HEADER_LENGTH <= repaired.length) {
            int length = file.getInt(at + CheckpointLayout.FRAME_LENGTH);
            int payload = at + CheckpointLayout.FRAME_HEADER_LENGTH;
            if (length == 0) {
                file.putInt(at + CheckpointLayout.FRAME_CRC, frames);
            }
            if (length <= 0 || length > repaired.length - payload) {
                return repaired;
            }
            CRC32C crc = new CRC32C();
            crc.update(repaired, payload, length);
            file.putInt(at + CheckpointLayout.FRAME_CRC, (int) crc.getValue());
            at = payload + length;
            frames++;
        }
        return repaired;
    }

    /** One of them has an out-of-order block of a table that there is not. */
    static Stream<byte[]> records() {
        byte[] ofNoTable = {SectionLayout.OUT_OF_ORDER_BLOCK, 9, 0, 0};
        return Stream.of(SEEDS.records, ofNoTable, new byte[0]);
    }

    /** In one of them the first frame, which begins with the seeds of the hash, stands twice. */
    static Stream<byte[]> checkpoints() {
        ByteBuffer file = ByteBuffer.wrap(SEEDS.checkpoint).order(ByteOrder.LITTLE_ENDIAN);
        int end = CheckpointLayout.HEADER_LENGTH
                + CheckpointLayout.FRAME_HEADER_LENGTH
                + file.getInt(CheckpointLayout.HEADER_LENGTH + CheckpointLayout.FRAME_LENGTH);
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.write(SEEDS.checkpoint, 0, end);
        int header = CheckpointLayout.HEADER_LENGTH;
        twice.write(SEEDS.checkpoint, header, SEEDS.checkpoint.length - header);
        return Stream.of(SEEDS.checkpoint, twice.toByteArray(), new byte[0]);
    }

    /** In one of them, whole chunks lie eight bytes behind their place. */
    static Stream<byte[]> chunks() {
        byte[] shifted = new byte[SEEDS.chunks.length];
        int header = ChunkFileLayout.HEADER_LENGTH;
        System.arraycopy(SEEDS.chunks, 0, shifted, 0, header);
        System.arraycopy(SEEDS.chunks, header, shifted, header + 8, shifted.length - header - 8);
        return Stream.of(SEEDS.chunks, shifted, new byte[0]);
    }

    /** What a small head wrote: the records of its log behind one another, its checkpoint and a file of sealed chunks. */
    private record Seeds(byte[] records, byte[] checkpoint, byte[] chunks, String chunkFile) {
        static Seeds write() {
            try {
                return write(disk());
            } catch (IOException e) {
                throw new IllegalStateException("the simulated disk must not fail", e);
            }
        }

        private static Seeds write(SimulatedDisk disk) throws IOException {
            OffHeap offHeap = OffHeap.withLimit(MOST_MEMORY);
            LogOptions log = new LogOptions(SyncPolicy.EVERY_COMMIT, Duration.ofMillis(1), 1 << 16, 1 << 20, 1 << 15);
            LogContents contents = LogReader.replay(disk, LOG, offHeap, 0, (sequence, region, address, length) -> {});
            HeadRecovery recovery = new HeadRecovery(offHeap, options(), new ChunkFiles(disk, CHUNKS), block -> false);
            try (LogWriter writer = LogWriter.open(disk, LOG, log, offHeap, contents);
                    Head head = recovery.start(writer)) {
                fill(head);
                head.checkpoint(new Checkpoints(disk, CHECKPOINT));
            }
            ByteArrayOutputStream records = new ByteArrayOutputStream();
            LogReader.replay(disk, LOG, offHeap, 0, (sequence, region, address, length) -> {
                byte[] bytes = new byte[length];
                region.getBytes(address, bytes, 0, length);
                records.writeBytes(bytes);
            });
            Path chunks = disk.list(CHUNKS).get(0);
            return new Seeds(
                    records.toByteArray(),
                    bytes(disk, disk.list(CHECKPOINT).get(0)),
                    bytes(disk, chunks),
                    chunks.getFileName().toString());
        }

        private static byte[] bytes(SimulatedDisk disk, Path path) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate((int) disk.size(path));
            try (DiskFile file = disk.openRead(path)) {
                file.read(0, bytes);
            }
            return Arrays.copyOf(bytes.array(), Math.min(LONGEST, bytes.capacity()));
        }

        private static void fill(Head head) {
            FloatHistogram histogram = new FloatHistogram(
                    3,
                    FloatHistogram.CounterResetHint.UNKNOWN,
                    0.001,
                    1,
                    8,
                    2.5,
                    new int[] {0, 2},
                    new double[] {3, 4},
                    new int[0],
                    new double[0],
                    new double[0]);
            for (int i = 0; i < 4; i++) {
                try (Appender appender = head.appender()) {
                    for (int s = 0; s < 3; s++) {
                        Labels labels = Labels.of("__name__", "m", "s", Integer.toString(s));
                        appender.append(appender.series(labels), START + i * 40_000L, i);
                    }
                    long series = appender.series(Labels.of("__name__", "h"));
                    appender.append(series, 0, START + i * 40_000L, histogram, true);
                    appender.append(series, new Exemplar(Labels.of("trace_id", "t"), 1, START + i));
                    appender.metadata(new MetricMetadata("m", "gauge", "help", ""));
                    appender.commit();
                }
            }
            head.delete(START, START + 10, List.of(LabelMatcher.equal("s", "1")));
        }
    }
}
