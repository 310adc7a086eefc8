package io.dunlin.bench.block;

import io.dunlin.compaction.BlockMerger;
import io.dunlin.compaction.CompactionListener;
import io.dunlin.compaction.CompactionLoop;
import io.dunlin.compaction.CompactionPlan;
import io.dunlin.compaction.CompactionPolicy;
import io.dunlin.compaction.CompactionThread;
import io.dunlin.compaction.RetentionPolicy;
import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.SyncPolicy;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How long requests wait for their acknowledgement while blocks are merged beside them: two writers append requests of 2,000
 * samples as fast as they can, first alone, then beside a merge on an ordinary thread, then beside one on the thread that a
 * server uses. Without syncs the processors are what they compete for; with them it is the disk.
 */
public final class MergeLatencyCheck {
    private static final long EPOCH = 7_200_000;
    private static final int BLOCKS = 3;
    private static final int WRITERS = 2;
    private static final int SAMPLES = 2_000;
    private static final Duration ALONE = Duration.ofSeconds(8);
    private static final int MOST_REQUESTS = 1_000_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double[] QUANTILES = {0.5, 0.99, 0.999, 1};

    private final LogOptions log;
    private final Path directory;
    private final int series;
    private long now = Clock.systemUTC().millis();

    private MergeLatencyCheck(Path directory, int series, LogOptions log) {
        this.log = log;
        this.directory = directory;
        this.series = series;
    }

    /** Runs the check: {@code MergeLatencyCheck [series a block] [directory] [EVERY_COMMIT | NEVER]}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        LogOptions log = LogOptions.DEFAULT.with(SyncPolicy.valueOf(arguments[2]));
        new MergeLatencyCheck(directory, Integer.parseInt(arguments[0]), log).run();
    }

    private void run() throws IOException, InterruptedException {
        for (String round : List.of("to warm up", "alone", "beside a plain merge", "beside a merge")) {
            Path data = directory.resolve(round.replace(' ', '-'));
            TsdbOptions options =
                    TsdbOptions.DEFAULT.withCompactor(new BlockMerger()).withLog(log);
            try (Tsdb tsdb = Tsdb.open(data, options)) {
                if (round.startsWith("beside")) {
                    writeBlocks(tsdb);
                }
                long start = System.nanoTime();
                report(round, run(tsdb, round), System.nanoTime() - start);
            }
        }
    }

    private long[] run(Tsdb tsdb, String round) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        CompactionLoop loop = loop(tsdb, done);
        if (round.equals("beside a plain merge")) {
            new Thread(loop::runOnce, "plain merge").start();
            return write(tsdb, done);
        }
        if (round.equals("beside a merge")) {
            try (CompactionThread merging = new CompactionThread(loop, Duration.ofHours(1))) {
                merging.wake();
                return write(tsdb, done);
            }
        }
        return write(tsdb, finishedAfter(ALONE));
    }

    /** Three that become one, and a small one behind them, since the newest block always stays. */
    private void writeBlocks(Tsdb tsdb) {
        long start = Math.floorDiv(now - 40 * EPOCH, BLOCKS * EPOCH) * BLOCKS * EPOCH;
        for (int block = 0; block <= BLOCKS; block++) {
            long from = start + block * EPOCH;
            int size = block == BLOCKS ? 1 : series;
            new BlockMerger()
                    .write(
                            Compactor.Job.cut(tsdb.workplace(), tsdb.blocks().directory(), from, from + EPOCH),
                            List.of(new OneShotSource(size, from)));
        }
        tsdb.blocks().scan();
    }

    private static CompactionLoop loop(Tsdb tsdb, AtomicBoolean done) {
        CompactionListener listener = new CompactionListener() {
            @Override
            public void merged(CompactionPlan.Group group, Optional<BlockMeta> result, long nanos) {
                done.set(true);
            }
        };
        CompactionPolicy policy = CompactionPolicy.between(EPOCH, BLOCKS * EPOCH);
        return new CompactionLoop(
                tsdb.blocks(),
                new BlockMerger(),
                tsdb.workplace(),
                CompactionLoop.Rules.of(policy, RetentionPolicy.NONE),
                listener);
    }

    private static AtomicBoolean finishedAfter(Duration duration) {
        AtomicBoolean done = new AtomicBoolean();
        Thread timer = new Thread(() -> {
            try {
                Thread.sleep(duration.toMillis());
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts the timer", e);
            }
            done.set(true);
        });
        timer.start();
        return done;
    }

    /** Appends until a flag is set; returns how long each request took, rising. */
    private long[] write(Tsdb tsdb, AtomicBoolean done) throws InterruptedException {
        long[][] waits = new long[WRITERS][];
        CountDownLatch finished = new CountDownLatch(WRITERS);
        long start = now;
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            new Thread(() -> {
                        waits[writer] = write(tsdb, writer, start, done);
                        finished.countDown();
                    })
                    .start();
        }
        finished.await();
        int longest = Math.max(waits[0].length, waits[1].length);
        now = start + longest;
        long[] all = new long[waits[0].length + waits[1].length];
        System.arraycopy(waits[0], 0, all, 0, waits[0].length);
        System.arraycopy(waits[1], 0, all, waits[0].length, waits[1].length);
        Arrays.sort(all);
        return all;
    }

    private static long[] write(Tsdb tsdb, int writer, long start, AtomicBoolean done) {
        Labels[] labels = new Labels[SAMPLES];
        Arrays.setAll(labels, i -> Labels.of("__name__", "m", "writer", "" + writer, "series", "" + i));
        long[] waits = new long[MOST_REQUESTS];
        int requests = 0;
        while (!done.get() && requests < MOST_REQUESTS) {
            long begun = System.nanoTime();
            try (Appender appender = tsdb.appender()) {
                for (Labels each : labels) {
                    appender.append(appender.series(each), start + requests, requests);
                }
                appender.commit();
            }
            waits[requests++] = System.nanoTime() - begun;
        }
        return Arrays.copyOf(waits, requests);
    }

    private static void report(String round, long[] waits, long nanos) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(
                Locale.ROOT, "%-22s %6.1f s %,9d requests", round, nanos / (1000 * NANOS_PER_MILLI), waits.length));
        for (double quantile : QUANTILES) {
            int at = Math.min(waits.length - 1, (int) (quantile * waits.length));
            line.append(String.format(Locale.ROOT, "  p%s %.1f ms", quantile * 100, waits[at] / NANOS_PER_MILLI));
        }
        System.out.println(line);
    }
}
