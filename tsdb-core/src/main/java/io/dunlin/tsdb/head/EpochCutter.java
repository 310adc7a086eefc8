package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.chunk.OpenChunkLayout;
import io.dunlin.tsdb.memory.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Takes a finished epoch out of the head: first its range is closed for writing and every chunk of it sealed, then it can be
 * read as a source, and when a block has it, it leaves the head. Long work is done in steps between groups of requests.
 * One thread at a time, which is not the writer's.
 */
final class EpochCutter {
    /** The most series handled in one step. */
    private static final int STEP = 8192;

    private final HeadParts parts;
    private final HeadWriter writer;
    private final CommitQueue commits;
    private final ViewRegistry views;

    EpochCutter(HeadParts parts, HeadWriter writer, CommitQueue commits, ViewRegistry views) {
        this.parts = parts;
        this.writer = writer;
        this.commits = commits;
        this.views = views;
    }

    /** Returns the oldest epoch that is finished: data time is half an epoch past its end. */
    OptionalInt due(long dataTime) {
        Epochs epochs = parts.epochs();
        for (EpochChunks epoch : views.newest().epochs()) {
            long end = epochs.start(epoch.epoch()) + epochs.length();
            if (dataTime >= end + epochs.length() / 2) {
                return OptionalInt.of(epoch.epoch());
            }
        }
        return OptionalInt.empty();
    }

    /** Closes an epoch for writing and returns all its samples; the caller closes the source. */
    SeriesSource freeze(int epoch) {
        long end = parts.epochs().start(epoch) + parts.epochs().length();
        run(() -> writer.closeBefore(end));
        for (HeadSnapshot.TableView view : views.newest().tables()) {
            seal(view.table(), view.count(), end);
        }
        return HeadSource.ofEpoch(views.holdMemory(), epoch);
    }

    private void seal(HeadTable table, int count, long end) {
        for (int from = 0; from < count; from += STEP) {
            int first = from;
            int last = Math.min(count, from + STEP);
            run(() -> seal(table, first, last, end));
        }
    }

    private void seal(HeadTable table, int from, int to, long end) {
        Region blocks = table.blocks().region();
        for (int slot = from; slot < to; slot++) {
            int open = table.records().getInt(table.record(slot) + SeriesRecordLayout.OPEN);
            if (open != 0
                    && !table.isMoved(slot)
                    && OpenChunkLayout.lastTime(blocks, HeadTable.blockAddress(open) + OpenBlockLayout.ENCODER) < end) {
                parts.series().seal(table, slot);
            }
        }
    }

    /**
     * Makes a cohort leave whose series have all been silent for the idle time, and returns all it has; the caller closes
     * the source. A series of it that is written again begins anew in the current cohort. Asking again before {@link
     * #left} gives the same cohort.
     */
    Optional<Leaving> leave(long dataTime) {
        HeadTable cohort = beginLeaving(dataTime);
        while (cohort != null && cohort.minTime() > cohort.remainingMaxTime()) {
            // Its series came with requests that were refused: there is nothing to write.
            left(cohort.generation());
            cohort = beginLeaving(dataTime);
        }
        if (cohort == null) {
            return Optional.empty();
        }
        seal(cohort, cohort.count(), Long.MAX_VALUE);
        return Optional.of(new Leaving(
                cohort.generation(),
                cohort.minTime(),
                cohort.remainingMaxTime(),
                HeadSource.ofTable(views.holdMemory(), cohort)));
    }

    private HeadTable beginLeaving(long dataTime) {
        HeadTable[] leaving = new HeadTable[1];
        run(() -> leaving[0] = writer.beginLeaving(dataTime));
        return leaving[0];
    }

    /**
     * Returns all samples that a view made now shows, each series of one source once; the caller closes them. What is in
     * cohorts that are leaving is older and comes first, what came out of order last. Not beside a cut.
     */
    List<SeriesSource> everything() {
        List<SeriesSource> sources = new ArrayList<>();
        try {
            for (HeadSnapshot.TableView view : views.newest().tables()) {
                if (view.leaving()) {
                    sources.add(HeadSource.ofAll(views.hold(), other -> other.table() == view.table()));
                }
            }
            sources.add(HeadSource.ofAll(views.hold(), view -> !view.leaving()));
            for (HeadSnapshot.TableView view : views.newest().outOfOrder()) {
                sources.add(OutOfOrderSource.of(views.hold(), view.table()));
            }
            return sources;
        } catch (RuntimeException e) {
            sources.forEach(SeriesSource::close);
            throw e;
        }
    }

    /** Lets a cohort go that left, since views find its samples elsewhere. */
    void left(int generation) {
        run(() -> {
            HeadTable table = parts.generations().byGeneration(generation);
            if (table != null) {
                writer.drop(table);
            }
        });
    }

    /** Closes the out-of-order tables of an epoch for writing and returns what they have; the caller closes the sources. */
    List<SeriesSource> freezeOutOfOrder(int epoch) {
        List<HeadTable> tables = new ArrayList<>();
        run(() -> tables.addAll(parts.outOfOrder().freeze(epoch)));
        List<SeriesSource> sources = new ArrayList<>();
        try {
            tables.forEach(table -> sources.add(OutOfOrderSource.of(views.hold(), table)));
            return List.copyOf(sources);
        } finally {
            if (sources.size() < tables.size()) {
                sources.forEach(SeriesSource::close);
            }
        }
    }

    /** Returns the epochs that have left and have out-of-order samples still, rising. */
    int[] dueOutOfOrder() {
        int[][] due = new int[1][];
        int first = parts.epochs().firstFrom(views.newest().boundary());
        run(() -> due[0] = parts.outOfOrder().before(first));
        return due[0];
    }

    /** Lets the frozen out-of-order tables of an epoch go, since views find their samples elsewhere. */
    void releaseOutOfOrder(int epoch) {
        run(() -> parts.outOfOrder().release(epoch).forEach(writer::dropOutOfOrder));
    }

    /** Notes durably which block a frozen epoch is about to become. */
    void cutInto(int epoch, Ulid block) {
        long end = parts.epochs().start(epoch) + parts.epochs().length();
        run(() -> writer.cutInto(end, block));
    }

    /** Lets an epoch go, since a block that queries see has it; series without newer samples go too. */
    void release(int epoch) {
        long end = parts.epochs().start(epoch) + parts.epochs().length();
        run(() -> writer.release(end));
        HeadTable tenured = parts.generations().tenured();
        if (tenured.count() > 0 && isMostlyIdle(tenured)) {
            renewTenured(end);
        }
    }

    /** Whether more than a quarter of the series have nothing in the head. */
    private static boolean isMostlyIdle(HeadTable table) {
        int idle = 0;
        for (int slot = 0; slot < table.count(); slot++) {
            if (table.records().getInt(table.record(slot) + SeriesRecordLayout.OPEN) == 0) {
                idle++;
            }
        }
        return 4L * idle > table.count();
    }

    private void renewTenured(long end) {
        HeadTable[] old = new HeadTable[1];
        run(() -> old[0] = parts.generations().renewTenured());
        int count = old[0].count();
        for (int from = 0; from < count; from += STEP) {
            int first = from;
            int last = Math.min(count, from + STEP);
            run(() -> writer.tenure()
                    .sweep(old[0], first, last, end, parts.series().commit()));
        }
        run(() -> {
            writer.tenure().sweep(old[0], 0, count, end, parts.series().commit());
            writer.drop(old[0]);
        });
    }

    private void run(Runnable task) {
        commits.run(CommitQueue.Entry.of(task));
    }
}
