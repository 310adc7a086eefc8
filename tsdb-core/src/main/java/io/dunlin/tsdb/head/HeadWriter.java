package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.head.HeadSnapshot.TableView;
import io.dunlin.tsdb.index.Hash128;
import io.dunlin.tsdb.index.IdentityTable;
import io.dunlin.tsdb.memory.MemoryLimitException;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * The one writer of the head: takes a group of requests from the {@link CommitQueue}, creates their series, makes them
 * durable, applies their samples, and publishes a snapshot that shows them all. Called by one thread at a time.
 *
 * <p>Two requests of one group may hold the same series; a sample that is then not the newest any more is written out of
 * order where that is allowed, else left out and counted, as Prometheus does.
 */
final class HeadWriter {
    private final Generations generations;
    private final Epochs epochs;
    private final SeriesWriter series;
    private final Tenure tenure;
    private final OutOfOrderCommits outOfOrder;
    private final SeriesRoom room;
    private final HeadParts parts;
    private final CommitLog log;
    private final ViewRegistry views;
    private final Hash128 hash = new Hash128();
    private final ExpandableArrayBuffer encoded = new ExpandableArrayBuffer(512);

    private final ReadAhead ahead = new ReadAhead();

    /** What frees that which the snapshot before still shows: retired when a snapshot without it is published. */
    private final List<Runnable> gone = new ArrayList<>();

    private long sequence;
    private long boundary;

    /** The first millisecond that may be written; ahead of the boundary while an epoch is being cut. */
    private long writableFrom;

    /** The oldest time of an out-of-order sample while a group is written, the largest long for none. */
    private long outOfOrderFrom;

    /** What was gathered and given to the log last; the part before it is in it too. */
    private CompletableFuture<?> flushed = CompletableFuture.completedFuture(null);

    /** Samples of one request that were in order until another request of the same moment was applied. */
    private final AppendBatch overtaken = new AppendBatch();

    private final AtomicLong leftOut = new AtomicLong();

    /**
     * Makes the writer and publishes what the parts hold.
     *
     * @param boundary the first millisecond that the head answers for
     */
    HeadWriter(HeadParts parts, CommitLog log, ViewRegistry views, long boundary) {
        this.parts = parts;
        this.generations = parts.generations();
        this.epochs = parts.epochs();
        this.series = parts.series();
        this.log = log;
        this.views = views;
        this.boundary = boundary;
        this.writableFrom = boundary;
        this.sequence = series.commit();
        this.tenure = new Tenure(generations, parts.options().ages(), parts.ceiling(), log::moved, this::drop);
        MetricLimit metricLimit = new MetricLimit(parts);
        this.room = new SeriesRoom(parts, metricLimit);
        this.outOfOrder = new OutOfOrderCommits(parts, log, metricLimit);
        generations.begin(log::table);
        parts.outOfOrder().begin(log::outOfOrderTable);
        publishLabels();
        publish();
    }

    /** Does the work of a group. */
    void write(List<CommitQueue.Entry> group) {
        begin();
        List<CompletableFuture<?>> records = new ArrayList<>(group.size());
        for (CommitQueue.Entry entry : group) {
            if (entry.batch() != null) {
                guarded(entry, () -> prepare(entry));
            }
        }
        CompletableFuture<?> gathered = log.flush();
        flushed = gathered;
        for (CommitQueue.Entry entry : group) {
            records.add(gathered);
            if (entry.batch() != null && !entry.hasFailed()) {
                int at = records.size() - 1;
                guarded(entry, () -> records.set(at, log.append(entry.batch(), this::encodedLabels)));
            }
        }
        for (int i = 0; i < group.size(); i++) {
            CommitQueue.Entry entry = group.get(i);
            CompletableFuture<?> record = records.get(i);
            if (entry.batch() != null && !entry.hasFailed()) {
                guarded(entry, () -> applyDurable(entry.batch(), gathered, record));
                entry.endRefused();
            }
        }
        if (group.stream().anyMatch(CommitQueue.Entry::hasFailed)) {
            noteUnused();
        }
        if (isDone(flushed)) {
            log.flushed();
        }
        if (writableFrom == boundary) {
            tenure.step(dataTime(), sequence);
        }
        publish();
        runTasks(group);
    }

    private void noteUnused() {
        for (HeadTable table : generations.live()) {
            if (!table.isTenured()) {
                table.noteUnused();
            }
        }
    }

    private void runTasks(List<CommitQueue.Entry> group) {
        for (CommitQueue.Entry entry : group) {
            if (entry.task() != null) {
                begin();
                guarded(entry, entry.task());
                flushGathered();
                publish();
            }
        }
    }

    /** What can't be made durable now stays gathered, and goes before the next request. */
    private void flushGathered() {
        CompletableFuture<?> gathered = log.flush();
        if (gathered.handle((done, failure) -> failure == null).join()) {
            log.flushed();
        }
    }

    /** Runs a step for one entry; its failure is that entry's alone. */
    private static void guarded(CommitQueue.Entry entry, Runnable step) {
        try {
            step.run();
        } catch (MemoryLimitException e) {
            entry.fail(new StorageException(e.getMessage(), e));
        } catch (RuntimeException e) {
            entry.fail(e);
        }
    }

    private void begin() {
        long[] open = views.sequences();
        sequence++;
        series.begin(sequence, open);
        for (HeadTable table : generations.live()) {
            table.earlierCounts().release(open);
        }
        for (HeadTable table : parts.outOfOrder().all()) {
            table.earlierCounts().release(open);
        }
        outOfOrderFrom = outOfOrderFrom(dataTime());
    }

    /** Returns the oldest time that an out-of-order sample may have at a data time; see {@link Head#outOfOrderFrom}. */
    long outOfOrderFrom(long dataTime) {
        long window = parts.options().outOfOrderWindow();
        return window == 0 || dataTime == Long.MIN_VALUE
                ? Long.MAX_VALUE
                : Math.max(dataTime - window, epochs.oldestTime());
    }

    private long dataTime() {
        return Math.min(epochs.maxTime(), parts.options().clock().millis() + SampleRules.MOST_AHEAD);
    }

    /** Creates the request's series and makes its references point to series of live tables. */
    private void prepare(CommitQueue.Entry entry) {
        AppendBatch batch = entry.batch();
        if (batch.minTime() < writableFrom) {
            throw new StorageException("the range of a sample was cut while the request was written: time="
                    + batch.minTime() + ", head begins at=" + writableFrom + "; send it again");
        }
        long[] created = create(entry);
        settle(batch, created, entry.tables());
        batch.histograms().replaceAll(histogram -> histogram.of(settled(histogram.series(), created, entry.tables())));
        batch.exemplars().replaceAll(exemplar -> exemplar.of(settled(exemplar.series(), created, entry.tables())));
        addAliases(batch.pending(), created, entry.tables());
        if (entry.refusal() != null) {
            batch.leaveOutAbsent();
            if (batch.isEmpty()) {
                throw entry.refusal();
            }
        }
        outOfOrder.settle(batch, entry.tables());
        publishLabels();
    }

    /** Lets queries find new series, before any of their samples is acknowledged. */
    private void publishLabels() {
        for (HeadTable table : generations.live()) {
            table.publishLabels();
        }
        for (HeadTable table : parts.outOfOrder().all()) {
            table.publishLabels();
        }
    }

    private void settle(AppendBatch batch, long[] created, HeadTable[] tables) {
        boolean allStand = batch.moves() == generations.moves();
        long[] references = batch.series();
        for (int i = 0; i < batch.size(); i++) {
            if (!allStand || SeriesRef.isPending(references[i])) {
                references[i] = settled(references[i], created, tables);
            }
        }
    }

    private long settled(long reference, long[] created, HeadTable[] tables) {
        return SeriesRef.isPending(reference)
                ? created[SeriesRef.pendingNumber(reference)]
                : current(reference, tables);
    }

    private long[] create(CommitQueue.Entry entry) {
        AppendBatch batch = entry.batch();
        PendingSeries pending = batch.pending();
        long[] created = new long[pending.count()];
        boolean[] wanted = batch.wantedSeries();
        generations.findSince(entry.tables(), pending, created);
        entry.refuse(room.refusal(pending, created, wanted));
        for (int number = 0; number < created.length && entry.refusal() == null; number++) {
            if (created[number] == Generations.ABSENT && wanted[number]) {
                pending.identity(number, hash);
                created[number] = add(pending.bytes(), pending.offset(number), pending.length(number), batch.maxTime());
            }
        }
        return created;
    }

    /** Adds the series whose hash is in {@link #hash}. */
    private long add(DirectBuffer labels, int offset, int length, long time) {
        long reference = generations.add(labels, offset, length, hash, Math.max(time, epochs.maxTime()));
        log.series(reference, labels, offset, length);
        return reference;
    }

    private void addAliases(PendingSeries pending, long[] created, HeadTable[] tables) {
        for (int alias = 0; alias < pending.aliasCount(); alias++) {
            long low = pending.aliasLow(alias);
            long high = pending.aliasHigh(alias);
            long reference = settled(pending.aliasSeries(alias), created, tables);
            if (reference == Generations.ABSENT) {
                continue;
            }
            HeadTable table = generations.byGeneration(SeriesRef.generation(reference));
            int known = table.index().identities().find(low, high);
            if (known == IdentityTable.ABSENT || table.isMoved(known)) {
                table.index().identities().add(low, high, SeriesRef.slot(reference));
            }
        }
    }

    /** Returns where a series is now: it may have moved, or its table gone, since the appender found it. */
    private long current(long reference, HeadTable[] tables) {
        HeadTable table = generations.byGeneration(SeriesRef.generation(reference));
        int slot = SeriesRef.slot(reference);
        if (table != null && !table.isLeaving() && !table.isMoved(slot)) {
            return reference;
        }
        for (int i = 0; table == null; i++) {
            table = tables[i].generation() == SeriesRef.generation(reference) ? tables[i] : null;
        }
        int length = table.index().encode(table.labelSet(slot), encoded);
        generations.hash().hash(encoded, 0, length, hash);
        long found = generations.find(hash.low, hash.high);
        return found != Generations.ABSENT ? found : add(encoded, 0, length, epochs.maxTime());
    }

    private static boolean isDone(CompletableFuture<?> record) {
        return record.isDone() && !record.isCompletedExceptionally();
    }

    private void applyDurable(AppendBatch batch, CompletableFuture<?> gathered, CompletableFuture<?> record) {
        awaitDurable(gathered, record);
        overtaken.clear();
        apply(batch);
        if (overtaken.hasOutOfOrder()) {
            outOfOrder.settle(overtaken, generations.live());
            publishLabels();
            flushed = log.flush();
            awaitDurable(flushed, log.append(overtaken, this::encodedLabels));
            outOfOrder.apply(overtaken);
        }
    }

    private static void awaitDurable(CompletableFuture<?> gathered, CompletableFuture<?> record) {
        try {
            gathered.join();
            record.join();
        } catch (CompletionException e) {
            throw new StorageException(
                    "the request could not be made durable: " + e.getCause().getMessage(), e);
        }
    }

    private void apply(AppendBatch batch) {
        int from = 0;
        for (AppendBatch.PendingHistogram histogram : batch.histograms()) {
            applyFloats(batch, from, histogram.floatsBefore());
            apply(histogram);
            from = histogram.floatsBefore();
        }
        applyFloats(batch, from, batch.size());
        outOfOrder.apply(batch);
        batch.metadata().forEach(parts.metadata()::put);
        for (AppendBatch.PendingExemplar exemplar : batch.exemplars()) {
            parts.exemplars().add(labels(exemplar.series()), exemplar.exemplar());
        }
    }

    private void applyFloats(AppendBatch batch, int from, int to) {
        long[] references = batch.series();
        long[] times = batch.times();
        double[] values = batch.values();
        long[] starts = batch.startTimes();
        HeadTable table = null;
        for (int next = from; next < to; next += ReadAhead.MOST) {
            int end = Math.min(to, next + ReadAhead.MOST);
            readAhead(references, next, end);
            for (int i = next; i < end; i++) {
                table = generations.byGeneration(SeriesRef.generation(references[i]), table);
                int slot = SeriesRef.slot(references[i]);
                long start = starts == null ? 0 : starts[i];
                if (!series.append(table, slot, start, times[i], values[i]) && isOvertaken(table, slot, times[i])) {
                    overtaken.outOfOrderFloats().add(references[i], start, times[i], values[i]);
                }
            }
        }
    }

    private void readAhead(long[] references, int from, int to) {
        HeadTable table = null;
        for (int i = from; i < to; i++) {
            table = generations.byGeneration(SeriesRef.generation(references[i]), table);
            ahead.record(i - from, table, SeriesRef.slot(references[i]));
        }
        ahead.newest(to - from);
        ahead.ends(to - from);
    }

    private void apply(AppendBatch.PendingHistogram pending) {
        HeadTable table = generations.byGeneration(SeriesRef.generation(pending.series()));
        int slot = SeriesRef.slot(pending.series());
        if (!series.append(table, slot, pending.startTime(), pending.time(), pending.histogram(), pending.integer())
                && isOvertaken(table, slot, pending.time())) {
            overtaken.outOfOrderHistograms().add(pending);
        }
    }

    /** Whether a sample that is not the newest any more may still be written out of order; counts it where not. */
    private boolean isOvertaken(HeadTable table, int slot, long time) {
        if (time >= outOfOrderFrom && time < SeriesWriter.lastTime(table, slot)) {
            return true;
        }
        leftOut.incrementAndGet();
        return false;
    }

    /** Returns the labels of a series that is in a live table. */
    private Labels labels(long reference) {
        HeadTable table = generations.byGeneration(SeriesRef.generation(reference));
        return table.index().labels(table.labelSet(SeriesRef.slot(reference)));
    }

    /** Refuses samples before a time from now on. A task of the queue. */
    void closeBefore(long end) {
        writableFrom = Math.max(writableFrom, end);
    }

    /** Logs, durably, that what is older than a time is in a block once that has its name. A task of the queue. */
    void cutInto(long end, Ulid block) {
        log.cut(end, block);
        CompletableFuture<?> gathered = log.flush();
        try {
            gathered.join();
        } catch (CompletionException e) {
            throw new StorageException(
                    "the cut could not be made durable: " + e.getCause().getMessage(), e);
        }
        log.flushed();
    }

    /** Lets go what is older than a time, with the tables that have nothing newer. A task of the queue. */
    void release(long end) {
        boundary = Math.max(boundary, end);
        writableFrom = Math.max(writableFrom, end);
        log.boundary(boundary);
        for (EpochChunks epoch : epochs.removeBefore(end)) {
            gone.add(epoch::close);
        }
        for (HeadTable table : generations.live()) {
            if (!table.isTenured() && table.maxTime() < end) {
                drop(table);
            } else {
                table.forgetDeletedBefore(end);
            }
        }
    }

    /**
     * Returns a cohort that leaves: one that began to before, or one that is old and idle now; null for none. A task of
     * the queue.
     */
    HeadTable beginLeaving(long dataTime) {
        long idleSince = dataTime - tenure.idleTime();
        HeadTable idle = null;
        for (HeadTable table : generations.live()) {
            if (table.isLeaving()) {
                return table;
            }
            if (tenure.wasSwept(table) && table.remainingMaxTime() < idleSince) {
                idle = table;
            }
        }
        if (idle != null) {
            idle.leave();
            generations.noteMoves();
            log.leaving(idle);
            tenure.forget(idle);
        }
        return idle;
    }

    /** Takes a table out. A task of the queue. */
    void drop(HeadTable table) {
        log.dropped(table);
        tenure.forget(table);
        generations.remove(table);
        gone.add(table::close);
    }

    /** Takes a table of out-of-order samples out. A task of the queue. */
    void dropOutOfOrder(HeadTable table) {
        log.dropped(table);
        parts.outOfOrder().remove(table);
        gone.add(table::close);
    }

    /** Returns what moves series. */
    Tenure tenure() {
        return tenure;
    }

    private byte[] encodedLabels(long reference) {
        HeadTable table = generations.byGeneration(SeriesRef.generation(reference));
        return table.index().encode(table.labelSet(SeriesRef.slot(reference)));
    }

    private void publish() {
        HeadTable[] live = generations.live();
        List<TableView> tables = new ArrayList<>(live.length);
        for (HeadTable table : live) {
            tables.add(table.view());
        }
        List<TableView> late = new ArrayList<>();
        for (HeadTable table : parts.outOfOrder().all()) {
            late.add(table.view());
        }
        views.publish(new HeadSnapshot(
                sequence,
                tables,
                late,
                epochs.all(),
                boundary,
                epochs.firstFrom(boundary),
                Math.min(epochs.minTime(), parts.outOfOrder().minTime()),
                Math.max(epochs.maxTime(), parts.outOfOrder().maxTime())));
        gone.forEach(parts.reclaimer()::retire);
        gone.clear();
    }

    /** Returns what was counted; on any thread. */
    HeadStats stats() {
        return new HeadStats(outOfOrder.appendedFloats(), outOfOrder.appendedHistograms(), leftOut.get());
    }
}
