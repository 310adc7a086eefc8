package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.StartRule;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every byte of a checkpoint flipped, and the file cut at every length: found, in words that name it, and left as it is. */
class CheckpointDamageTest {
    private static final Path CHECKPOINT = Path.of("/data/checkpoint");
    private static final Path CHUNKS = Path.of("/data/head-chunks");
    private static final long START = 1_700_000_000_000L;
    private static final int SERIES = 8;

    private final OffHeap offHeap = OffHeap.poisoning(1L << 28);
    private final SimulatedDisk disk = new SimulatedDisk();
    private Path file;
    private byte[] bytes;

    @BeforeEach
    void writeCheckpoint() throws IOException {
        disk.createDirectories(CHECKPOINT);
        disk.createDirectories(CHUNKS);
        try (HeadRecovery recovery = recovery();
                Head head = recovery.start(CommitLog.NONE)) {
            fill(head);
            head.checkpoint(new Checkpoints(disk, CHECKPOINT));
        }
        file = disk.list(CHECKPOINT).get(0);
        bytes = read();
    }

    private HeadRecovery recovery() {
        HeadOptions options = HeadOptions.of(600_000)
                .withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 86_400_000)))
                .withOutOfOrderWindow(3_600_000);
        return new HeadRecovery(offHeap, options, new ChunkFiles(disk, CHUNKS), block -> false);
    }

    /** Something of every kind: sealed and open chunks, starts, histograms, exemplars, metadata, late samples, deletions. */
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
        for (int i = 0; i < 150; i++) {
            try (Appender appender = head.appender()) {
                for (int s = 0; s < SERIES; s++) {
                    long time = START + i * 1_000L;
                    appender.append(appender.series(labels(s)), StartRule.of(s, time), time, s * Math.sqrt(i));
                }
                long series = appender.series(Labels.of("__name__", "h"));
                appender.append(series, 0, START + i * 1_000L, histogram, true);
                appender.append(series, new Exemplar(Labels.of("trace_id", "t"), 1, START + i));
                appender.metadata(new MetricMetadata("m", "gauge", "help", ""));
                appender.commit();
            }
        }
        try (Appender appender = head.appender()) {
            appender.append(appender.series(labels(0)), START - 1_000_000, 1);
            appender.commit();
        }
        head.delete(START, START + 1_010, List.of(LabelMatcher.equal("s", "1")));
    }

    private static Labels labels(int series) {
        return Labels.of("__name__", "m", "s", Integer.toString(series));
    }

    @Test
    void shouldFindEveryFlippedByte() throws IOException {
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            requireFound(flipped, "flipped at " + i);
        }
        requireRead();
    }

    @Test
    void shouldFindEveryShorterFile() throws IOException {
        for (int length = 0; length < bytes.length; length++) {
            requireFound(Arrays.copyOf(bytes, length), "cut at " + length);
        }
        requireRead();
    }

    private void requireFound(byte[] damaged, String what) throws IOException {
        write(damaged);
        assertThatThrownBy(this::recover)
                .as(what)
                .isInstanceOf(DamagedCheckpointException.class)
                .hasMessageContaining(file.toString());
        assertThat(read()).as(what).isEqualTo(damaged);
        assertThat(offHeap.anonymousBytes()).as(what).isZero();
        assertThat(offHeap.bytes(MemoryTag.MAPPED_FILE)).as(what).isZero();
    }

    private void requireRead() throws IOException {
        write(bytes);
        assertThat(recover()).isEqualTo(SERIES + 1);
    }

    /** Returns how many series a head has that is made from the checkpoint. */
    private int recover() throws IOException {
        try (HeadRecovery recovery = recovery()) {
            recovery.restore(new Checkpoints(disk, CHECKPOINT));
            try (Head head = recovery.start(CommitLog.NONE);
                    View view = new MergedView(head.view(), List.of())) {
                return view.querier(Long.MIN_VALUE, Long.MAX_VALUE)
                        .select(SelectHints.NONE, List.of())
                        .size();
            }
        }
    }

    private byte[] read() throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) disk.size(file));
        try (DiskFile in = disk.openRead(file)) {
            in.read(0, content);
        }
        return content.array();
    }

    private void write(byte[] content) throws IOException {
        disk.delete(file);
        try (DiskFile out = disk.create(file)) {
            out.write(0, ByteBuffer.wrap(content));
        }
    }
}
