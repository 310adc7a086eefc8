package io.dunlin.tsdb.head;

import io.dunlin.tsdb.head.HeadSnapshot.TableView;
import io.dunlin.tsdb.index.Hash128;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/**
 * The one writer of the head: takes a group of requests from the {@link CommitQueue}, creates their series, makes them
 * durable, applies their samples, and publishes a snapshot that shows them all. Called by one thread at a time.
 *
 * <p>Two requests of one group may hold the same series; a sample that is then not the newest any more is left out and
 * counted, as Prometheus does.
 */
final class HeadWriter {
    private final Generations generations;
    private final Epochs epochs;
    private final SeriesWriter series;
    private final ViewRegistry views;
    private final ExemplarStore exemplars;
    private final MetadataStore metadata;
    private final HeadLimits limits;
    private final Hash128 hash = new Hash128();
    private final ExpandableArrayBuffer encoded = new ExpandableArrayBuffer(512);
    private long sequence;
    private long boundary;
    private long leftOut;

    HeadWriter(
            Generations generations,
            Epochs epochs,
            ViewRegistry views,
            ExemplarStore exemplars,
            MetadataStore metadata,
            HeadLimits limits) {
        this.generations = generations;
        this.epochs = epochs;
        this.series = new SeriesWriter(epochs);
        this.views = views;
        this.exemplars = exemplars;
        this.metadata = metadata;
        this.limits = limits;
        this.boundary = views.newest().boundary();
    }

    /** Does the work of a group. */
    void write(List<CommitQueue.Entry> group) {
        begin();
        for (CommitQueue.Entry entry : group) {
            if (entry.batch() != null) {
                guarded(entry, () -> prepare(entry));
            }
        }
        for (CommitQueue.Entry entry : group) {
            if (entry.batch() != null && !entry.hasFailed()) {
                guarded(entry, () -> apply(entry.batch()));
            }
        }
        publish();
        for (CommitQueue.Entry entry : group) {
            if (entry.task() != null) {
                begin();
                guarded(entry, entry.task());
                publish();
            }
        }
    }

    /** Runs a step for one entry; its failure is that entry's alone. */
    private static void guarded(CommitQueue.Entry entry, Runnable step) {
        try {
            step.run();
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
    }

    /** Creates the request's series and makes its references point to series of live tables. */
    private void prepare(CommitQueue.Entry entry) {
        AppendBatch batch = entry.batch();
        if (batch.minTime() < boundary) {
            throw new StorageException("the range of a sample was cut while the request was written: time="
                    + batch.minTime() + ", head begins at=" + boundary + "; send it again");
        }
        long[] created = create(batch);
        long[] references = batch.series();
        for (int i = 0; i < batch.size(); i++) {
            long reference = references[i];
            references[i] = SeriesRef.isPending(reference)
                    ? created[SeriesRef.pendingNumber(reference)]
                    : current(reference, entry.tables());
        }
        batch.exemplars()
                .replaceAll(exemplar -> exemplar.of(
                        SeriesRef.isPending(exemplar.series())
                                ? created[SeriesRef.pendingNumber(exemplar.series())]
                                : current(exemplar.series(), entry.tables())));
        addAliases(batch.pending(), created, entry.tables());
    }

    private long[] create(AppendBatch batch) {
        PendingSeries pending = batch.pending();
        long[] created = new long[pending.count()];
        long dataTime = Math.max(batch.maxTime(), views.newest().maxTime());
        for (int number = 0; number < created.length; number++) {
            pending.identity(number, hash);
            created[number] = generations.find(hash.low, hash.high);
            if (created[number] == Generations.ABSENT) {
                limits.checkRoom(generations.seriesCount());
                created[number] = generations.add(
                        pending.bytes(), pending.offset(number), pending.length(number), hash, dataTime);
            }
        }
        return created;
    }

    private void addAliases(PendingSeries pending, long[] created, HeadTable[] tables) {
        for (int alias = 0; alias < pending.aliasCount(); alias++) {
            long low = pending.aliasLow(alias);
            long high = pending.aliasHigh(alias);
            long target = pending.aliasSeries(alias);
            long reference =
                    SeriesRef.isPending(target) ? created[SeriesRef.pendingNumber(target)] : current(target, tables);
            HeadTable table = generations.byGeneration(SeriesRef.generation(reference));
            if (table.index().identities().find(low, high) < 0) {
                table.index().identities().add(low, high, SeriesRef.slot(reference));
            }
        }
    }

    /** Returns where a series is now: it may have moved, or its table gone, since the appender found it. */
    private long current(long reference, HeadTable[] tables) {
        HeadTable table = generations.byGeneration(SeriesRef.generation(reference));
        int slot = SeriesRef.slot(reference);
        if (table != null && !table.isMoved(slot)) {
            return reference;
        }
        HeadTable origin = table;
        for (int i = 0; origin == null; i++) {
            origin = tables[i].generation() == SeriesRef.generation(reference) ? tables[i] : null;
        }
        int length = origin.index().encode(origin.labelSet(slot), encoded);
        generations.hash().hash(encoded, 0, length, hash);
        long found = generations.find(hash.low, hash.high);
        return found != Generations.ABSENT
                ? found
                : generations.add(encoded, 0, length, hash, views.newest().maxTime());
    }

    private void apply(AppendBatch batch) {
        long[] references = batch.series();
        long[] times = batch.times();
        double[] values = batch.values();
        HeadTable table = null;
        for (int i = 0; i < batch.size(); i++) {
            int generation = SeriesRef.generation(references[i]);
            if (table == null || table.generation() != generation) {
                table = generations.byGeneration(generation);
            }
            if (!series.append(table, SeriesRef.slot(references[i]), times[i], values[i])) {
                leftOut++;
            }
        }
        batch.metadata().forEach(metadata::put);
        for (AppendBatch.PendingExemplar exemplar : batch.exemplars()) {
            exemplars.add(labels(exemplar.series()), exemplar.exemplar());
        }
    }

    private void publish() {
        HeadTable[] live = generations.live();
        List<TableView> tables = new ArrayList<>(live.length);
        for (HeadTable table : live) {
            tables.add(table.view());
        }
        views.publish(new HeadSnapshot(sequence, tables, epochs.all(), boundary, epochs.minTime(), epochs.maxTime()));
    }

    /** Returns the labels of a series that is in a live table. */
    private Labels labels(long reference) {
        HeadTable table = generations.byGeneration(SeriesRef.generation(reference));
        return table.index().labels(table.labelSet(SeriesRef.slot(reference)));
    }

    /** Returns how many samples were left out because a request of the same moment was first. */
    long leftOut() {
        return leftOut;
    }
}
