package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.OpenChunkLayout;
import io.dunlin.tsdb.index.Hash128;
import io.dunlin.tsdb.index.MatcherResolver;
import io.dunlin.tsdb.index.TableIndex;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.StorageException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.agrona.ExpandableArrayBuffer;
import org.roaringbitmap.BatchIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Deletes samples of the head: gives series deleted ranges, logged before they count. A range ends at the newest sample
 * that its series has, so that later ones stay. Series are found on the caller's thread and marked in steps between groups
 * of requests. One thread at a time; not beside a cut, whose source would show what is deleted meanwhile.
 */
final class SeriesDeletion {
    /** The most series marked in one step. */
    private static final int STEP = 8192;

    private final HeadParts parts;
    private final CommitLog log;
    private final CommitQueue commits;
    private final ViewRegistry views;
    private final DeletedRanges ranges = new DeletedRanges();
    private final Hash128 hash = new Hash128();
    private final ExpandableArrayBuffer encoded = new ExpandableArrayBuffer(512);
    private final int[] slots = new int[STEP];

    SeriesDeletion(HeadParts parts, CommitLog log, CommitQueue commits, ViewRegistry views) {
        this.parts = parts;
        this.log = log;
        this.commits = commits;
        this.views = views;
    }

    /**
     * Deletes the samples with {@code minTime <= t <= maxTime} of the matching series. Views made from now on do not show
     * them.
     *
     * @throws StorageException when that can't be made durable; part of it may then be done
     */
    void run(long minTime, long maxTime, List<LabelMatcher> matchers) {
        try (ViewRegistry.Hold hold = views.hold()) {
            long from = Math.max(minTime, hold.snapshot().boundary());
            for (HeadSnapshot.TableView view : hold.snapshot().tables()) {
                TableIndex index = HeadQuerier.indexOf(view);
                RoaringBitmap found = MatcherResolver.resolve(index, matchers);
                BatchIterator batches = found.getBatchIterator();
                while (batches.hasNext()) {
                    int count = batches.nextBatch(slots);
                    commits.run(
                            CommitQueue.Entry.of(() -> delete(hold.snapshot(), view.table(), count, from, maxTime)));
                }
            }
            for (HeadSnapshot.TableView view : hold.snapshot().outOfOrder()) {
                runOutOfOrder(view, minTime, maxTime, matchers);
            }
        }
    }

    private void runOutOfOrder(HeadSnapshot.TableView view, long minTime, long maxTime, List<LabelMatcher> matchers) {
        long first = Math.max(minTime, view.table().minTime());
        long last = Math.min(maxTime, view.table().maxTime());
        if (first > last) {
            return;
        }
        BatchIterator batches =
                MatcherResolver.resolve(HeadQuerier.indexOf(view), matchers).getBatchIterator();
        while (batches.hasNext()) {
            int count = batches.nextBatch(slots);
            commits.run(CommitQueue.Entry.of(() -> deleteOutOfOrder(view.table(), count, first, last)));
        }
    }

    private void deleteOutOfOrder(HeadTable table, int count, long first, long last) {
        ranges.clear();
        for (int i = 0; i < count; i++) {
            ranges.add(table.reference(slots[i]), first, last);
        }
        makeDurable();
        for (int i = 0; i < count; i++) {
            parts.outOfOrderWriter().delete(table, slots[i], first, last);
        }
    }

    private void delete(HeadSnapshot snapshot, HeadTable table, int count, long minTime, long maxTime) {
        ranges.clear();
        for (int i = 0; i < count; i++) {
            long reference = current(table, slots[i]);
            if (reference != Generations.ABSENT) {
                long last = Math.min(maxTime, newestTime(snapshot, tableOf(reference), SeriesRef.slot(reference)));
                if (minTime <= last) {
                    ranges.add(reference, minTime, last);
                }
            }
        }
        if (ranges.size() > 0) {
            makeDurable();
            for (int i = 0; i < ranges.size(); i++) {
                tableOf(ranges.series(i)).delete(SeriesRef.slot(ranges.series(i)), ranges.first(i), ranges.last(i));
            }
        }
    }

    /** Returns where a series is now: it may have moved since it was found. */
    private long current(HeadTable table, int slot) {
        if (!table.isMoved(slot)) {
            return table.reference(slot);
        }
        int length = table.index().encode(table.labelSet(slot), encoded);
        parts.generations().hash().hash(encoded, 0, length, hash);
        return parts.generations().find(hash.low, hash.high);
    }

    private HeadTable tableOf(long reference) {
        return parts.generations().byGeneration(SeriesRef.generation(reference));
    }

    /** Returns the time of a series' newest sample in the head, the smallest long for none. */
    static long newestTime(HeadSnapshot snapshot, HeadTable table, int slot) {
        int open = table.records().getInt(table.record(slot) + SeriesRecordLayout.OPEN);
        if (open != 0) {
            long block = HeadTable.blockAddress(open);
            return OpenChunkLayout.lastTime(table.blocks().region(), block + OpenBlockLayout.ENCODER);
        }
        long sealed = table.sealed(slot);
        EpochChunks epoch = sealed == EpochChunks.NONE ? null : snapshot.epoch(EpochChunks.epochOf(sealed));
        if (epoch == null) {
            return Long.MIN_VALUE;
        }
        Region region = epoch.region();
        return region.getLong(EpochChunks.place(sealed) + SealedChunkLayout.MAX_TIME);
    }

    /** The record names series and tables, so what has gathered of those goes before it. */
    private void makeDurable() {
        CompletableFuture<?> gathered = log.flush();
        CompletableFuture<?> record = log.append(ranges);
        try {
            gathered.join();
            log.flushed();
            record.join();
        } catch (CompletionException e) {
            throw new StorageException(
                    "the deletion could not be made durable: " + e.getCause().getMessage(), e);
        }
    }
}
