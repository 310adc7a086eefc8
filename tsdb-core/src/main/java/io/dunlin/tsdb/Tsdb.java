package io.dunlin.tsdb;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockDirectory;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.LabelAnswers;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.block.v1.PrometheusBlockFormat;
import io.dunlin.tsdb.disk.DirectoryLock;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.head.Checkpoints;
import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.head.HeadOptions;
import io.dunlin.tsdb.head.HeadRecovery;
import io.dunlin.tsdb.head.HeadStats;
import io.dunlin.tsdb.head.HeadView;
import io.dunlin.tsdb.log.LogContents;
import io.dunlin.tsdb.log.LogStats;
import io.dunlin.tsdb.log.LogWriter;
import io.dunlin.tsdb.log.ReplayListener;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.HeadStatistics;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Room;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database in a directory: the newest samples in memory and in a log, the older ones in blocks. Thread-safe. One process
 * at a time has a directory open.
 */
public final class Tsdb implements Storage {
    private static final Logger LOG = LoggerFactory.getLogger(Tsdb.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int PAUSES_PER_EPOCH = 20;

    private final Resources resources;
    private final TsdbOptions options;

    /** Held while samples are on their way from the head to a run or a block, or are to stay where they are. */
    private final ReentrantLock moving = new ReentrantLock(true);

    private final MaintenanceThread maintenance;
    private final MaintenanceThread spilling;

    /** What a database is made of, in the order in which it was opened; closed the other way round. */
    private record Resources(
            DirectoryLock lock,
            OffHeap offHeap,
            Compactor.Workplace workplace,
            PrometheusBlockFormat format,
            BlockDirectory blocks,
            BlockDirectory runs,
            LogWriter log,
            Checkpoints checkpoints,
            Head head,
            long replayedBytes,
            int damages,
            boolean lostCheckpoint)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (lock;
                    blocks;
                    runs;
                    log;
                    head) {
                LOG.debug("Closing the database: directory={}", blocks.directory());
            }
        }
    }

    private Tsdb(Resources resources, TsdbOptions options) {
        this.resources = resources;
        this.options = options;
        LogTrimming trimming = new LogTrimming(
                resources.head,
                resources.checkpoints,
                resources.log,
                resources.replayedBytes,
                LogTrimming.LEAST_GROWTH,
                options.log().maxBytes());
        if (resources.lostCheckpoint) {
            trimming.atOnce();
        }
        Runnable work = options.compactor()
                .map(compactor -> new HeadShrinking(
                        resources.head, resources.runs, resources.blocks, compactor, resources.workplace, moving))
                .map(shrinking -> (Runnable) () -> trimming.run(shrinking.run()))
                .orElse(() -> trimming.run(false));
        Duration pause = options.minBlockDuration().dividedBy(PAUSES_PER_EPOCH);
        this.maintenance = new MaintenanceThread(
                "dunlin-maintenance", work, pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        this.spilling = new MaintenanceThread("dunlin-chunks", this::spillChunks, LONGEST_PAUSE);
        maintenance.start();
        spilling.start();
    }

    /** On a thread of its own: while a block is cut, chunks go on being sealed. */
    private void spillChunks() {
        try {
            resources.head.spillChunks();
        } catch (IOException e) {
            throw new StorageException("can't write sealed chunks to their file: " + e.getMessage(), e);
        }
    }

    /**
     * Opens a database, making the directory where it is missing. Returns when everything that was acknowledged can be
     * read again.
     *
     * @throws StorageException when the directory can't be used: another process has it open, another version of the
     *     program wrote it, the disk fails
     * @throws io.dunlin.tsdb.memory.MissingJvmOptionException when the JVM was started without an option that off-heap
     *     memory needs
     */
    public static Tsdb open(Path directory, TsdbOptions options) {
        return open(directory, options, ReplayListener.NONE);
    }

    /** As {@link #open(Path, TsdbOptions)}, telling how far the replay of the log has come. */
    public static Tsdb open(Path directory, TsdbOptions options, ReplayListener listener) {
        OffHeap offHeap = OffHeap.withLimit(options.memoryLimit());
        try {
            DataDirectory.make(options.disk(), directory);
            DirectoryLock lock = DirectoryLock.acquire(directory);
            try (Opening opening = new Opening(lock)) {
                DataDirectory files = new DataDirectory(options.disk(), directory);
                return new Tsdb(open(opening, files, offHeap, options, listener), options);
            }
        } catch (IOException e) {
            throw new StorageException("can't open the database: directory=" + directory + ": " + e.getMessage(), e);
        }
    }

    private static Resources open(
            Opening opening, DataDirectory directory, OffHeap offHeap, TsdbOptions options, ReplayListener listener)
            throws IOException {
        Disk disk = options.disk();
        directory.prepare();
        PrometheusBlockFormat format = new PrometheusBlockFormat(disk, offHeap);
        BlockDirectory blocks = opening.add(new BlockDirectory(disk, format, directory.root(), directory.temporary()));
        BlockDirectory runs = opening.add(new BlockDirectory(disk, format, directory.runs(), directory.temporary()));
        LOG.debug("Recovering the head: directory={}", directory.root());
        HeadOpening.Source source = new HeadOpening.Source(
                disk, directory, offHeap, headOptions(options, runs), published(blocks)::contains);
        HeadOpening.Opened opened = new HeadOpening(source, listener).open();
        HeadRecovery recovery = opening.add(opened.recovery());
        LogContents contents = opened.contents();
        HeadShrinking.deleteBefore(runs, recovery.boundary());
        LogWriter log = opening.add(LogWriter.open(disk, directory.log(), options.log(), offHeap, contents));
        Head head = opening.add(recovery.start(log));
        LOG.debug("Recovered the head: checkpoint={} lastRecord={}", opened.checkpointed(), contents.lastSequence());
        Compactor.Workplace workplace = new Compactor.Workplace(disk, offHeap, directory.temporary());
        return new Resources(
                opening.done(),
                offHeap,
                workplace,
                format,
                blocks,
                runs,
                log,
                opened.checkpoints(),
                head,
                contents.replayedBytes(),
                contents.damages().size() + opened.damagedCheckpoints(),
                opened.damagedCheckpoints() > 0);
    }

    private static HeadOptions headOptions(TsdbOptions options, BlockDirectory runs) {
        return HeadOptions.of(options.minBlockDuration().toMillis())
                .withOutOfOrderWindow(options.outOfOrderWindow().toMillis())
                .withClock(options.clock())
                .withLimits(options.limits())
                .withLeft(new RunHorizons(runs.catalog()))
                .withAges(options.ages())
                .withExemplars(options.exemplars());
    }

    /**
     * Returns the names of all blocks and of all that went into them. A block that is there but can't be opened is not among
     * them, so that the head keeps what it still has of it.
     */
    private static Set<Ulid> published(BlockDirectory blocks) {
        Set<Ulid> names = new HashSet<>();
        try (BlockSet set = blocks.catalog().acquire()) {
            for (Block block : set.blocks()) {
                names.add(block.meta().ulid());
                names.addAll(block.meta().compaction().sources());
            }
        }
        return names;
    }

    @Override
    public Appender appender() {
        return resources.head.appender();
    }

    /** The head is looked at first, then what it goes to: see {@link MergedView}. */
    @Override
    public View view() {
        HeadView newest = resources.head.view();
        BlockSet runs = resources.runs.catalog().acquire();
        BlockSet blocks = resources.blocks.catalog().acquire();
        return new MergedView(newest, List.of(blocks, runs));
    }

    @Override
    public Room awaitRoom(Duration longest) throws InterruptedException {
        return options.compactor().isPresent() ? resources.head.awaitRoom(longest) : Room.NONE;
    }

    /** Returns what senders said of metric families. */
    public List<MetricMetadata> metadata() {
        return resources.head.metadata();
    }

    /**
     * Counts the head's series by label, without looking at samples.
     *
     * @param limit how many of the largest counts of each kind to return
     */
    public HeadStatistics headStatistics(int limit) {
        try (HeadView newest = resources.head.view()) {
            return newest.statistics(limit);
        }
    }

    /** Returns what the head has counted since it was opened. */
    public HeadStats headStats() {
        return resources.head.stats();
    }

    /**
     * Deletes the samples with {@code minTime <= t <= maxTime} of the matching series, durably, wherever they lie. Views
     * made from now on do not show them; samples that come later are not deleted. Waits for a cut of the head.
     *
     * @throws StorageException when that can't be made durable; part of it may then be done
     */
    public void delete(long minTime, long maxTime, List<LabelMatcher> matchers) {
        moving.lock();
        try {
            resources.head.delete(minTime, maxTime, matchers);
            resources.runs.delete(minTime, maxTime, matchers);
            resources.blocks.delete(minTime, maxTime, matchers);
        } finally {
            moving.unlock();
        }
    }

    /**
     * Makes a copy of the database as it is now in another directory of the same file system: blocks under second names, so
     * that they take no space, and one block of what is in none yet.
     *
     * @param target a directory to make; it must not exist
     * @param withHead whether what is in no block yet is wanted
     * @throws StorageException when that fails; what was made so far stays there
     */
    public void snapshot(Path target, boolean withHead) {
        moving.lock();
        try {
            resources.blocks.snapshot(target);
            if (withHead) {
                new HeadCopy(resources.head, resources.runs, resources.workplace).write(target, compactor());
            }
        } finally {
            moving.unlock();
        }
    }

    private Compactor compactor() {
        return options.compactor()
                .orElseThrow(() -> new IllegalStateException("a copy of the head needs a compactor in the options"));
    }

    /** Returns the blocks, for who merges and deletes them. */
    public BlockDirectory blocks() {
        return resources.blocks;
    }

    /** Returns what a merge of blocks works with. */
    public Compactor.Workplace workplace() {
        return resources.workplace;
    }

    /** Returns figures of the log. */
    public LogStats logStats() {
        return resources.log.stats();
    }

    /**
     * Returns the bytes on disk of what is in no block yet: log, checkpoint, chunks of the head, runs.
     *
     * @throws StorageException when the disk does not tell
     */
    public long headBytes() {
        Path directory = resources.blocks.directory();
        try {
            return new DataDirectory(options.disk(), directory).headBytes();
        } catch (IOException e) {
            throw new StorageException(
                    "can't measure the files of the head: directory=" + directory + " cause=" + e, e);
        }
    }

    /**
     * Returns how often damaged files of the head were set aside, now or before, that nobody has removed since.
     *
     * @throws StorageException when the disk does not tell
     */
    public int damagedHeads() {
        Path directory = resources.blocks.directory();
        try {
            return new DataDirectory(options.disk(), directory).damagedHeads();
        } catch (IOException e) {
            throw new StorageException("can't list what was set aside: directory=" + directory + " cause=" + e, e);
        }
    }

    /**
     * Returns how many damages opening found in the log and how many damaged checkpoints, and how many blocks and runs are
     * not served whole for damage.
     */
    public int corruptions() {
        return resources.damages
                + resources.blocks.damaged().size()
                + resources.runs.damaged().size();
    }

    /** Has blocks look for answers to questions about labels in a memory first, from now on. */
    public void answerFrom(LabelAnswers memory) {
        resources.format.answerFrom(memory);
    }

    /** Returns the account of the memory outside the Java heap. */
    public OffHeap memory() {
        return resources.offHeap;
    }

    /** Closes the database. No appender or view may be in use. */
    @Override
    public void close() throws IOException {
        try (resources;
                spilling) {
            maintenance.close();
        }
    }
}
