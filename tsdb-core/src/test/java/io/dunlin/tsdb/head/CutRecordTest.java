package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.log.LogContents;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.LogReader;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.log.SyncPolicy;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of a crash between the record that names a cut's block and its release, the block's presence tells what holds. */
class CutRecordTest {
    private static final long EPOCH = 1_000;
    private static final long START = 200_000_000_000L;
    private static final Path LOG = Path.of("/log");
    private static final LogOptions SHORT =
            new LogOptions(SyncPolicy.EVERY_COMMIT, Duration.ofMillis(1), 16_384, 1 << 20, 8_192);
    private static final Ulid BLOCK = Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAV");
    private static final Ulid OTHER = Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAW");

    private final OffHeap offHeap = OffHeap.withLimit(1L << 28);
    private SimulatedDisk disk = new SimulatedDisk();

    /** A head with its log. */
    private final class Running implements AutoCloseable {
        final HeadRecovery recovery;
        final LogWriter log;
        final Head head;

        Running(Set<Ulid> published) throws IOException {
            InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(START + 86_400_000));
            HeadOptions options = HeadOptions.of(EPOCH).withClock(clock);
            recovery = new HeadRecovery(offHeap, options, ChunkFiles.NONE, published::contains);
            LogContents contents = LogReader.replay(disk, LOG, offHeap, 0, recovery);
            log = LogWriter.open(disk, LOG, SHORT, offHeap, contents);
            head = recovery.start(log);
        }

        @Override
        public void close() {
            head.close();
            log.close();
        }
    }

    private void loseThePowerBehindTheRecord() throws IOException {
        disk.createDirectories(LOG);
        disk.syncDirectory(LOG.getParent());
        try (Running running = new Running(Set.of())) {
            for (long time = START; time <= START + 2 * EPOCH; time += EPOCH / 2) {
                try (Appender appender = running.head.appender()) {
                    appender.append(appender.series(Labels.of("__name__", "m")), time, 1);
                    appender.commit();
                }
            }
            int epoch = running.head.dueEpoch().orElseThrow();
            running.head.freeze(epoch).close();
            running.head.cutInto(epoch, BLOCK);
            disk = disk.crash(1);
        }
    }

    @Test
    void shouldLeaveOutWhatIsInTheBlockThatIsThere() throws IOException {
        loseThePowerBehindTheRecord();
        try (Running running = new Running(Set.of(OTHER, BLOCK));
                HeadView view = running.head.view()) {
            assertThat(running.recovery.boundary()).isEqualTo(START + EPOCH);
            assertThat(view.minTime()).isEqualTo(START + EPOCH);
        }
    }

    @Test
    void shouldKeepAllWhereOnlyAnotherBlockIsThere() throws IOException {
        loseThePowerBehindTheRecord();
        try (Running running = new Running(Set.of(OTHER));
                HeadView view = running.head.view()) {
            assertThat(running.recovery.boundary()).isEqualTo(Long.MIN_VALUE);
            assertThat(view.minTime()).isEqualTo(START);
        }
    }
}
