package io.dunlin.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.head.Checkpoints;
import io.dunlin.tsdb.head.ChunkFiles;
import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.head.HeadOptions;
import io.dunlin.tsdb.head.HeadRecovery;
import io.dunlin.tsdb.log.LogContents;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.LogReader;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTrimmingTest {
    private static final Path LOG = Path.of("/data/log");
    private static final Path CHECKPOINT = Path.of("/data/checkpoint");
    private static final Path CHUNKS = Path.of("/data/chunks");
    private static final long START = 1_700_000_000_000L;
    private static final int SERIES = 500;
    private static final int RUNS = 6;

    private final OffHeap offHeap = OffHeap.withLimit(1L << 30);
    private final SimulatedDisk disk = new SimulatedDisk();

    @BeforeEach
    void makeDirectories() throws IOException {
        for (Path directory : List.of(LOG, CHECKPOINT, CHUNKS)) {
            disk.createDirectories(directory);
        }
    }

    /** Opens a head as after a crash, writes a sample to each series, and trims; returns what was behind the checkpoint. */
    private long run(int number, long leastGrowth) throws IOException {
        HeadOptions options =
                HeadOptions.of(7_200_000).withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 60_000)));
        HeadRecovery recovery = new HeadRecovery(offHeap, options, new ChunkFiles(disk, CHUNKS), block -> false);
        Checkpoints checkpoints = new Checkpoints(disk, CHECKPOINT);
        long after = recovery.restore(checkpoints);
        LogContents contents = LogReader.replay(disk, LOG, offHeap, after, recovery);
        try (LogWriter log = LogWriter.open(disk, LOG, LogOptions.DEFAULT, offHeap, contents);
                Head head = recovery.start(log)) {
            LogTrimming trimming = new LogTrimming(
                    head, checkpoints, log, contents.replayedBytes(), leastGrowth, LogOptions.DEFAULT.maxBytes());
            try (Appender appender = head.appender()) {
                for (int i = 0; i < SERIES; i++) {
                    appender.append(appender.series(Labels.of("__name__", "m", "id", "" + i)), START + number, i);
                }
                appender.commit();
            }
            trimming.run(false);
        }
        return contents.replayedBytes();
    }

    private boolean isCheckpointed() throws IOException {
        return !disk.list(CHECKPOINT).isEmpty();
    }

    @Test
    void shouldCountWhatRunsBeforeHaveLeftInTheLog() throws IOException {
        run(0, Long.MAX_VALUE);
        long ofFirst = run(1, Long.MAX_VALUE);
        long ofTwo = run(2, Long.MAX_VALUE);
        long ofOne = ofTwo - ofFirst;
        assertThat(ofOne).isPositive();
        assertThat(isCheckpointed()).isFalse();

        for (int number = 3; number < RUNS; number++) {
            run(number, ofTwo + 3 * ofOne);
            assertThat(isCheckpointed()).isEqualTo(number >= 4);
        }
        assertThat(run(RUNS, Long.MAX_VALUE)).isLessThan(ofFirst + ofOne);
    }
}
