package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Room;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The newest samples, in memory: wires the parts of this package and gives out appenders and views. Thread-safe.
 */
public final class Head implements AutoCloseable {
    /** How many batches of requests are kept for reuse. */
    private static final int KEPT_BATCHES = 32;

    /** The most requests that share one sync of the log. */
    private static final int LARGEST_GROUP = 1024;

    private final HeadParts parts;
    private final CommitLog log;
    private final ViewRegistry views;
    private final CommitQueue commits;
    private final HeadWriter writer;
    private final EpochCutter cutter;
    private final SeriesDeletion deletion;
    private final ChunkSpiller spiller;
    private final RoomWait room;
    private final BatchPool batches = new BatchPool(KEPT_BATCHES);

    /** The head-chunk files of the last checkpoint of this run; null where that was another's, which may need any. */
    private Set<Path> lastCheckpointFiles;

    /** Makes a head of what was recovered; {@code boundary} is the first millisecond that it answers for. */
    Head(HeadParts parts, CommitLog log, long boundary) {
        this.parts = parts;
        this.log = log;
        this.views = new ViewRegistry(
                parts.reclaimer(),
                new HeadSnapshot(
                        0,
                        List.of(),
                        List.of(),
                        List.of(),
                        boundary,
                        Integer.MIN_VALUE,
                        Long.MAX_VALUE,
                        Long.MIN_VALUE));
        this.writer = new HeadWriter(parts, log, views, boundary);
        this.commits = new CommitQueue(writer::write, LARGEST_GROUP);
        this.cutter = new EpochCutter(parts, writer, commits, views);
        this.deletion = new SeriesDeletion(parts, log, commits, views);
        this.room = new RoomWait(parts.ceiling());
        this.spiller = new ChunkSpiller(parts.reclaimer(), views, commits);
    }

    /** Returns an empty head that does not outlive the process. */
    public static Head withoutLog(OffHeap offHeap, HeadOptions options) {
        return new HeadRecovery(offHeap, options, ChunkFiles.NONE, block -> false).start(CommitLog.NONE);
    }

    /** Returns an appender for one request. */
    public Appender appender() {
        return new HeadAppender(this, parts.reclaimer().pin());
    }

    /** Returns the newest view; the caller closes it. */
    public HeadView view() {
        return new HeadView(views.hold(), parts.exemplars());
    }

    /** Returns the oldest epoch that is finished and still in the head. */
    public OptionalInt dueEpoch() {
        return cutter.due(dataTime());
    }

    /** Returns the first millisecond of an epoch. */
    public long epochStart(int epoch) {
        return parts.epochs().start(epoch);
    }

    /**
     * Closes a finished epoch for writing and returns all its samples. Asking again for the same epoch gives the same
     * samples. One thread at a time cuts.
     *
     * @return the source; the caller closes it
     */
    public SeriesSource freeze(int epoch) {
        return cutter.freeze(epoch);
    }

    /**
     * Returns the out-of-order samples of an epoch that came up to now, in the order in which they came: one source for each
     * table. Ones that come later are not part of it. The caller closes them.
     */
    public List<SeriesSource> freezeOutOfOrder(int epoch) {
        return cutter.freezeOutOfOrder(epoch);
    }

    /** Returns the epochs that left the head and have out-of-order samples that came since, rising. */
    public int[] dueOutOfOrder() {
        return cutter.dueOutOfOrder();
    }

    /** Lets the frozen out-of-order samples of an epoch go, since views find them elsewhere from now on. */
    public void releaseOutOfOrder(int epoch) {
        cutter.releaseOutOfOrder(epoch);
    }

    /**
     * Makes an idle cohort leave: returns all it has, to be written to a run. Asking again before {@link #left} gives the
     * same cohort.
     */
    public Optional<Leaving> leave() {
        return cutter.leave(dataTime());
    }

    /**
     * Returns all samples, for a copy of them: the caller closes the sources, each of which has a series once. Not beside a
     * cut or a {@link #leave}.
     */
    public List<SeriesSource> everything() {
        return cutter.everything();
    }

    /**
     * Deletes the samples with {@code minTime <= t <= maxTime} of the matching series, durably. Views made from now on do
     * not show them; samples that come later are not deleted. Not beside a cut or a {@link #leave}.
     *
     * @throws io.dunlin.tsdb.storage.StorageException when that can't be made durable; part of it may then be done
     */
    public void delete(long minTime, long maxTime, List<LabelMatcher> matchers) {
        deletion.run(minTime, maxTime, matchers);
    }

    /** Lets a cohort go that left, since views find its samples elsewhere from now on. */
    public void left(Leaving cohort) {
        cutter.left(cohort.generation());
        room.freed();
    }

    /**
     * Says that all that can leave now has left, since requests may wait for it.
     *
     * @param any whether anything has
     */
    public void shrunk(boolean any) {
        room.roundEnded(any);
    }

    /** As {@link io.dunlin.tsdb.storage.Storage#awaitRoom}, for a head that is made smaller ({@link #shrunk}). */
    public Room awaitRoom(Duration longest) throws InterruptedException {
        return room.await(longest);
    }

    /**
     * Says durably that a frozen epoch is in a block once that has its name: of a crash right behind, a restart then knows
     * whether the epoch was cut.
     *
     * @throws io.dunlin.tsdb.storage.StorageException when that can't be made durable; the block must then not be shown
     */
    public void cutInto(int epoch, Ulid block) {
        cutter.cutInto(epoch, block);
    }

    /** Lets a frozen epoch go, since views find its samples elsewhere from now on. */
    public void release(int epoch) {
        cutter.release(epoch);
        room.freed();
    }

    /**
     * Writes a checkpoint, beside running writers. Not beside a cut: one thread does both.
     *
     * @return up to which record of the log it holds everything
     */
    public long checkpoint(Checkpoints checkpoints) throws IOException {
        ViewRegistry.Hold[] hold = new ViewRegistry.Hold[1];
        long[] position = new long[1];
        commits.run(CommitQueue.Entry.of(() -> {
            hold[0] = views.holdMemory();
            position[0] = log.position();
        }));
        try (ViewRegistry.Hold held = hold[0]) {
            HeadCheckpoint content = new HeadCheckpoint(held.snapshot(), parts, commits);
            checkpoints.write(position[0], content::writeTo);
        }
        deleteOldChunkFiles();
        return position[0];
    }

    /** No checkpoint needs the files of epochs that have left, but the one before the last. */
    private void deleteOldChunkFiles() throws IOException {
        ChunkFiles files = parts.epochs().files();
        List<Path> found = files.list();
        Set<Path> kept = new HashSet<>();
        commits.run(CommitQueue.Entry.of(() -> {
            for (EpochChunks epoch : parts.epochs().all()) {
                kept.add(epoch.file().path());
            }
        }));
        if (lastCheckpointFiles != null) {
            lastCheckpointFiles.addAll(kept);
            files.delete(found, lastCheckpointFiles);
        }
        lastCheckpointFiles = kept;
    }

    /** Moves sealed chunks from memory to their files, beside all else. One thread at a time. */
    public void spillChunks() throws IOException {
        spiller.run();
    }

    /** Returns what is known of metric families. */
    public List<MetricMetadata> metadata() {
        return parts.metadata().all();
    }

    void commit(AppendBatch batch, HeadTable[] tables) {
        commits.run(CommitQueue.Entry.of(batch, tables));
    }

    BatchPool batches() {
        return batches;
    }

    Generations generations() {
        return parts.generations();
    }

    HeadLimits limits() {
        return parts.options().limits();
    }

    /** Returns the newest committed time, at most 10 minutes ahead of the clock; the smallest long where there is none. */
    long dataTime() {
        return Math.min(views.newest().maxTime(), newestWritableTime());
    }

    /** Returns the oldest time that a new sample may have: half an epoch before data time, and in the head. */
    long oldestWritableTime() {
        long newest = dataTime();
        long window = newest == Long.MIN_VALUE
                ? Long.MIN_VALUE
                : newest - parts.epochs().length() / 2;
        return Math.max(
                Math.max(window, views.newest().boundary()), parts.epochs().oldestTime());
    }

    /**
     * Returns the oldest time that a sample may have that is not later than its series' newest, {@link Long#MAX_VALUE}
     * where there may be none.
     */
    long outOfOrderFrom() {
        return writer.outOfOrderFrom(dataTime());
    }

    /** Returns what is known of series that have left the head. */
    LeftSeries left() {
        return parts.options().left();
    }

    /** Returns what a view made now would show; for numbers, not for memory. */
    HeadSnapshot newest() {
        return views.newest();
    }

    /** Returns what the head has counted since it was opened. */
    public HeadStats stats() {
        return writer.stats();
    }

    /** Returns the newest time that a new sample may have. */
    long newestWritableTime() {
        return parts.options().clock().millis() + SampleRules.MOST_AHEAD;
    }

    /** Frees all memory. No appender or view may be in use. */
    @Override
    public void close() {
        parts.close();
    }
}
