package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.log.LogContents;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.LogReader;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.log.SyncPolicy;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StartRule;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Power loss at a random point, with operations of the disk failing before it: no acknowledged sample is lost. */
class HeadCrashTest {
    private static final int SEEDS = Integer.getInteger("dunlin.seeds", 60);
    private static final long START = 200_000_000_000L;

    /** Short, so that many chunks are sealed. */
    private static final long EPOCH = 300;

    private static final Path LOG = Path.of("/data/log");
    private static final Path CHECKPOINT = Path.of("/data/checkpoint");
    private static final Path CHUNKS = Path.of("/data/head-chunks");
    private static final LogOptions OPTIONS =
            new LogOptions(SyncPolicy.EVERY_COMMIT, Duration.ofMillis(1), 16_384, 1 << 20, 8_192);

    @Test
    void shouldLoseNothingAcknowledged() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Machine machine = new Machine(seed);
            machine.run();
        }
    }

    /** A machine that crashes three times in its life. */
    private static final class Machine {
        private final int seed;
        private final SplittableRandom random;
        private final OffHeap offHeap = OffHeap.poisoning(256 << 20);
        private final Map<Labels, Map<Long, Double>> acknowledged = new TreeMap<>();
        private final Set<String> sent = new HashSet<>();

        /** What was deleted: must be gone where the deletion was acknowledged, may be where it was not. */
        private final Set<String> deleted = new HashSet<>();

        private SimulatedDisk disk = new SimulatedDisk();
        private long now = START;

        /** Of a refused request the samples may be in the log and its new series not. */
        private boolean refused;

        Machine(int seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
        }

        void run() throws IOException {
            for (Path directory : List.of(LOG, CHECKPOINT, CHUNKS)) {
                disk.createDirectories(directory);
                disk.syncDirectory(directory.getParent());
            }
            disk.syncDirectory(Path.of("/"));
            for (int life = 0; life < 3; life++) {
                disk = live();
            }
            try (Running last = open()) {
                last.check();
            }
            assertThat(offHeap.anonymousBytes()).isZero();
        }

        /** Returns the disk as power loss leaves it. */
        private SimulatedDisk live() throws IOException {
            try (Running running = open()) {
                running.check();
                if (random.nextBoolean()) {
                    disk.failAt(disk.calls().size() + random.nextInt(60));
                }
                for (int i = random.nextInt(40); i >= 0; i--) {
                    step(running);
                }
                disk.heal();
                return disk.crash(random.nextLong());
            }
        }

        private void step(Running running) {
            switch (random.nextInt(10)) {
                case 0 -> running.checkpoint();
                case 1, 2 -> running.delete();
                default -> running.write();
            }
        }

        private Running open() throws IOException {
            HeadOptions options = HeadOptions.of(EPOCH)
                    .withAges(CohortAges.ofMillis(50, 60, 40))
                    .withClock(InstantSource.fixed(Instant.ofEpochMilli(START + 86_400_000)));
            HeadRecovery recovery = new HeadRecovery(offHeap, options, new ChunkFiles(disk, CHUNKS), block -> false);
            Checkpoints checkpoints = new Checkpoints(disk, CHECKPOINT);
            long after = recovery.restore(checkpoints);
            LogContents contents = LogReader.replay(disk, LOG, offHeap, after, recovery);
            if (!refused) {
                assertThat(recovery.orphans()).as("orphans, seed=%d", seed).isZero();
            }
            LogWriter log = LogWriter.open((Disk) disk, LOG, OPTIONS, offHeap, contents);
            return new Running(recovery.start(log), log, checkpoints);
        }

        /** A head that runs. */
        private final class Running implements AutoCloseable {
            private final Head head;
            private final LogWriter log;
            private final Checkpoints checkpoints;

            Running(Head head, LogWriter log, Checkpoints checkpoints) {
                this.head = head;
                this.log = log;
                this.checkpoints = checkpoints;
            }

            void write() {
                now += 1 + random.nextInt(20);
                int first = random.nextInt(20);
                int count = 1 + random.nextInt(6);
                try (Appender appender = head.appender()) {
                    for (int s = first; s < first + count; s++) {
                        appender.append(appender.series(labels(s)), StartRule.of(s, now), now, (double) now * s);
                        sent.add(s + "@" + now);
                    }
                    appender.commit();
                    for (int s = first; s < first + count; s++) {
                        acknowledged
                                .computeIfAbsent(labels(s), any -> new TreeMap<>())
                                .put(now, (double) (now * s));
                    }
                } catch (StorageException e) {
                    assertThat(disk.failures()).isPositive();
                    refused = true;
                }
            }

            private Labels labels(int series) {
                return Labels.of("__name__", "m", "s", Integer.toString(series));
            }

            void delete() {
                String series = Integer.toString(random.nextInt(25));
                long from = now - random.nextInt(200);
                long to = from + random.nextInt(200);
                try {
                    head.delete(from, to, List.of(LabelMatcher.equal("s", series)));
                    sent.stream()
                            .filter(sample -> isIn(sample, series, from, to))
                            .forEach(deleted::add);
                } catch (StorageException e) {
                    assertThat(disk.failures()).isPositive();
                }
                acknowledged.values().removeIf(Map::isEmpty);
                acknowledged.forEach((labels, samples) -> samples.keySet()
                        .removeIf(time -> labels.get("s").equals(series) && from <= time && time <= to));
            }

            private static boolean isIn(String sample, String series, long from, long to) {
                long time = Long.parseLong(sample.substring(sample.indexOf('@') + 1));
                return sample.startsWith(series + "@") && from <= time && time <= to;
            }

            void checkpoint() {
                try {
                    log.truncate(head.checkpoint(checkpoints));
                } catch (IOException | StorageException e) {
                    assertThat(disk.failures()).isPositive();
                }
            }

            void check() {
                try (View view = new MergedView(head.view(), List.of())) {
                    SeriesSet set = view.querier(0, Long.MAX_VALUE).select(SelectHints.SORTED, List.of());
                    Map<Labels, Map<Long, Double>> found = new TreeMap<>();
                    Set<Labels> shown = new HashSet<>();
                    SampleBuffer samples = new SampleBuffer();
                    for (int i = 0; i < set.size(); i++) {
                        samples.clear();
                        set.reader().read(i, samples);
                        String series = set.labels(i).get("s");
                        StartRule.check(Integer.parseInt(series), samples);
                        assertThat(shown.add(set.labels(i)))
                                .as("shown once, seed=%d series=%s", seed, series)
                                .isTrue();
                        for (int k = 0; k < samples.size(); k++) {
                            assertThat(sent).as("seed=%d", seed).contains(series + "@" + samples.times()[k]);
                            assertThat(deleted).as("seed=%d", seed).doesNotContain(series + "@" + samples.times()[k]);
                            found.computeIfAbsent(set.labels(i), any -> new TreeMap<>())
                                    .put(samples.times()[k], samples.values()[k]);
                        }
                    }
                    acknowledged.values().removeIf(Map::isEmpty);
                    acknowledged.forEach((labels, expected) -> assertThat(found.get(labels))
                            .as("seed=%d %s", seed, labels)
                            .containsAllEntriesOf(expected));
                }
            }

            @Override
            public void close() {
                head.close();
                log.close();
            }
        }
    }
}
