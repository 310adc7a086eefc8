package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.head.CohortAges;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.SyncPolicy;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole database with its own threads through several lives, each ended by power loss at any moment, with failing calls
 * and a full disk in between: short epochs, idle series that leave and return, samples out of order, histograms among
 * floats, long and many labels, names in UTF-8, deletions, merges of blocks, snapshots, old views. What
 * it shows is what the model says, by samples, by label sets and by parts of the time.
 */
@ExtendWith(NoMemoryLeak.class)
class DatabaseCrashTest {
    private static final int SEEDS = Integer.getInteger("dunlin.seeds", 200) / 10;
    private static final int FIRST_SEED = Integer.getInteger("dunlin.seeds.first", 0);
    private static final long START = 200_000_000_000L;
    private static final long STEP = 10;
    private static final long EPOCH = 100;
    private static final int LIVES = 3;
    private static final int STEPS = 60;
    private static final int STEADY = 6;

    private static final LogOptions LOG =
            new LogOptions(SyncPolicy.EVERY_COMMIT, Duration.ofMillis(1), 65_536, 1 << 22, 32_768);

    @TempDir
    private Path directory;

    @Test
    void showsWhatItAcknowledgedAfterEveryPowerLoss() throws IOException {
        for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            new Lives(seed).run();
            Files.deleteIfExists(directory.resolve("lock"));
        }
    }

    /** The lives of one database on disks that come from one another. */
    private final class Lives {
        private final int seed;
        private final SplittableRandom random;
        private final CrashModel model = new CrashModel();
        private final List<OldView> oldViews = new ArrayList<>();
        private SimulatedDisk disk = new SimulatedDisk();
        private Tsdb tsdb;
        private long now = START;
        private int requests;
        private int life;
        private int snapshots;

        /** A view that is held on to, with what it must show for ever. */
        private record OldView(View view, CrashModel expected) {}

        private record Sample(Labels series, long time, Object value) {}

        Lives(int seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
        }

        void run() throws IOException {
            for (life = 0; life < LIVES; life++) {
                tsdb = open();
                SimulatedDisk after;
                try {
                    check();
                    after = live();
                } finally {
                    closeViews();
                    tsdb.close();
                }
                disk = after;
            }
            tsdb = open();
            try {
                check();
            } finally {
                tsdb.close();
            }
        }

        private Tsdb open() {
            return Tsdb.open(
                    directory,
                    TsdbOptions.DEFAULT
                            .withMinBlockDuration(Duration.ofMillis(EPOCH))
                            .withOutOfOrderWindow(Duration.ofMillis(seed % 3 == 0 ? 0 : 150))
                            .withCompactor(new BlockMerger())
                            .withAges(
                                    new CohortAges(Duration.ofMillis(50), Duration.ofMillis(60), Duration.ofMillis(40)))
                            .withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 86_400_000)))
                            .withLog(LOG)
                            .withDisk(disk));
        }

        /** Returns the disk as power loss leaves it, while everything is under way. */
        private SimulatedDisk live() {
            int steps = random.nextInt(STEPS);
            for (int i = 0; i < steps; i++) {
                fail();
                step();
            }
            SimulatedDisk after = disk.crash(random.nextLong());
            disk.heal();
            disk.capacity(Long.MAX_VALUE);
            return after;
        }

        private void fail() {
            switch (random.nextInt(30)) {
                case 0 -> disk.failAt(disk.calls().size() + random.nextInt(40));
                case 1 -> disk.failFrom(disk.calls().size() + random.nextInt(20));
                case 2 -> disk.capacity(1);
                case 3, 4, 5 -> {
                    disk.heal();
                    disk.capacity(Long.MAX_VALUE);
                }
                default -> {}
            }
        }

        private void step() {
            switch (random.nextInt(24)) {
                case 0 -> delete();
                case 1 -> merge();
                case 2 -> snapshot();
                case 3 -> oldViews.add(new OldView(tsdb.view(), model.copy()));
                case 4 -> check();
                // Lets the database's threads do some of their work: no check depends on it.
                case 5, 6 -> LockSupport.parkNanos(random.nextInt(12_000_000));
                default -> write();
            }
        }

        private void write() {
            now += STEP * (1 + random.nextInt(random.nextInt(8) == 0 ? 20 : 2));
            requests++;
            List<Sample> sent = new ArrayList<>();
            try (Appender appender = tsdb.appender()) {
                // First, since of the samples of one request that another of it overtakes none is promised.
                for (int late = random.nextInt(4); late > 0; late--) {
                    long time = now - STEP * random.nextInt(16) - 5;
                    Labels series = random.nextBoolean() ? Names.steady(random.nextInt(STEADY)) : Names.late(late);
                    append(appender, series, time, random.nextInt(3), sent);
                }
                for (int series = 0; series < STEADY; series++) {
                    if ((requests / 12 + series) % 4 != 0) {
                        append(appender, Names.steady(series), now, series % 3, sent);
                    }
                }
                for (int once = random.nextInt(3); once >= 0; once--) {
                    append(appender, Names.once(requests, once), now + once, once == 2 ? 1 : 0, sent);
                }
                sent.forEach(sample -> model.sent(sample.series, sample.time, sample.value));
                appender.commit();
                sent.forEach(sample -> model.acknowledged(sample.series, sample.time));
            } catch (StorageException e) {
                assertThat(e).as(where()).hasMessageMatching("(?s).*(injected|No space|sync|send it again).*");
            }
        }

        /** Appends a float, or a histogram; what the rules do not allow is left out. */
        private void append(Appender appender, Labels labels, long time, int kind, List<Sample> sent) {
            boolean again = sent.stream().anyMatch(sample -> sample.time == time && sample.series.equals(labels));
            if (again || model.has(labels, time)) {
                return;
            }
            try {
                long series = appender.series(labels);
                double value = requests + time % 7 * 1e-3;
                if (kind == 0 || requests % 5 == 0) {
                    appender.append(series, time, value);
                    sent.add(new Sample(labels, time, CrashModel.value(value)));
                } else {
                    FloatHistogram histogram = histogram(requests, value);
                    appender.append(series, 0, time, histogram, kind == 1);
                    sent.add(new Sample(labels, time, CrashModel.value(histogram)));
                }
                appender.append(series, new Exemplar(Labels.of("trace_id", "t" + requests), value, time));
            } catch (WriteRejectedException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }

        private static FloatHistogram histogram(int request, double sum) {
            return new FloatHistogram(
                    3,
                    FloatHistogram.CounterResetHint.UNKNOWN,
                    0.001,
                    1,
                    1 + 2.0 * request,
                    sum,
                    new int[] {request % 3, 2},
                    new double[] {request, request},
                    new int[0],
                    new double[0],
                    new double[0]);
        }

        private void delete() {
            LabelMatcher matcher = LabelMatcher.equal("s", Integer.toString(random.nextInt(STEADY)));
            long from = now - random.nextInt(400);
            long to = from + random.nextInt(200);
            CrashModel before = model.copy();
            model.deleting(matcher, from, to);
            try {
                tsdb.delete(from, to, List.of(matcher));
                model.deleted(matcher, from, to, before);
            } catch (StorageException e) {
                assertThat(disk.failures() > 0 || e.getMessage().contains("No space"))
                        .as(where() + e)
                        .isTrue();
            }
        }

        private void merge() {
            CompactionLoop loop = new CompactionLoop(
                    tsdb.blocks(),
                    new BlockMerger(),
                    tsdb.workplace(),
                    CompactionLoop.Rules.of(CompactionPolicy.between(EPOCH, 9 * EPOCH), RetentionPolicy.NONE),
                    CompactionListener.NONE);
            allowFailure(loop::runOnce);
        }

        private void snapshot() {
            snapshots++;
            allowFailure(() -> tsdb.snapshot(directory.resolve("snapshots").resolve("s" + snapshots), true));
        }

        private void allowFailure(Runnable work) {
            try {
                work.run();
            } catch (StorageException e) {
                assertThat(e).as(where()).hasMessageMatching("(?s).*(injected|No space).*");
            }
        }

        private void check() {
            try (View view = tsdb.view()) {
                model.check(view, random, where());
            }
            assertThat(tsdb.blocks().damaged()).as(where()).isEmpty();
        }

        private void closeViews() {
            for (OldView old : oldViews) {
                try (View view = old.view) {
                    old.expected.check(view, random, where() + ", an old view");
                }
            }
            oldViews.clear();
        }

        private String where() {
            return "seed=" + seed + " life=" + life + " request=" + requests;
        }
    }

    /** The label sets that are written. */
    private static final class Names {
        private static final String LONG = "long value / ".repeat(40);

        /** Some with a label longer than a byte can count, some with many labels, some in UTF-8. */
        static Labels steady(int series) {
            Labels.Builder labels = Labels.builder().set("__name__", "steady").set("s", Integer.toString(series));
            switch (series % 3) {
                case 0 -> labels.set("path", LONG + series);
                case 1 -> labels.set("größe.in/é", "😀".repeat(series));
                default -> {
                    for (int i = 0; i < 40; i++) {
                        labels.set("label_" + i, "value " + i % 7);
                    }
                }
            }
            return labels.build();
        }

        static Labels once(int request, int number) {
            String path = number == 1 ? LONG + request : "short";
            return Labels.of(
                    "__name__", "once.in/é", "path", path, "request", Integer.toString(request), "s", "" + number);
        }

        /** Series that are written out of order only. */
        static Labels late(int number) {
            return Labels.of("__name__", "late", "number", Integer.toString(number));
        }
    }
}
