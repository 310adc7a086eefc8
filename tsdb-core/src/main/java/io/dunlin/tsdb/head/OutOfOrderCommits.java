package io.dunlin.tsdb.head;

import io.dunlin.tsdb.head.AppendBatch.PendingHistogram;
import io.dunlin.tsdb.index.Hash128;
import io.dunlin.tsdb.index.IdentityTable;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Brings the out-of-order samples of requests into {@link OutOfOrderTables}: finds their series by labels, or adds them,
 * and appends once the request is durable. For the writer only.
 */
final class OutOfOrderCommits {
    private final HeadParts parts;
    private final CommitLog log;
    private final MetricLimit metricLimit;
    private final Hash128 hash = new Hash128();
    private final ExpandableArrayBuffer encoded = new ExpandableArrayBuffer(512);

    /** What was settled last, since the samples of a series come together. */
    private long lastReference;

    private int lastEpoch;
    private long lastSettled;

    private final AtomicLong floats = new AtomicLong();
    private final AtomicLong histograms = new AtomicLong();

    OutOfOrderCommits(HeadParts parts, CommitLog log, MetricLimit metricLimit) {
        this.parts = parts;
        this.log = log;
        this.metricLimit = metricLimit;
    }

    /**
     * Makes the references of a request's out-of-order samples point to series of out-of-order tables.
     *
     * @param tables those that the references are into
     */
    void settle(AppendBatch batch, HeadTable[] tables) {
        lastReference = 0;
        FloatSamples samples = batch.outOfOrderFloats();
        for (int i = 0; i < samples.size(); i++) {
            samples.series()[i] = settled(samples.series()[i], samples.times()[i], batch, tables);
        }
        batch.outOfOrderHistograms()
                .replaceAll(sample -> sample.of(settled(sample.series(), sample.time(), batch, tables)));
    }

    private long settled(long reference, long time, AppendBatch batch, HeadTable[] tables) {
        int epoch = parts.epochs().number(time);
        if (reference != lastReference || epoch != lastEpoch) {
            lastSettled = find(reference, parts.outOfOrder().current(epoch), batch.pending(), tables);
            lastReference = reference;
            lastEpoch = epoch;
        }
        return lastSettled;
    }

    private long find(long reference, HeadTable target, PendingSeries pending, HeadTable[] tables) {
        if (SeriesRef.isPending(reference)) {
            int number = SeriesRef.pendingNumber(reference);
            pending.identity(number, hash);
            return findOrAdd(target, pending.bytes(), pending.offset(number), pending.length(number));
        }
        HeadTable table = byGeneration(tables, SeriesRef.generation(reference));
        int length = table.index().encode(table.labelSet(SeriesRef.slot(reference)), encoded);
        parts.generations().hash().hash(encoded, 0, length, hash);
        return findOrAdd(target, encoded, 0, length);
    }

    private static HeadTable byGeneration(HeadTable[] tables, int generation) {
        for (HeadTable table : tables) {
            if (table.generation() == generation) {
                return table;
            }
        }
        throw new IllegalArgumentException("the series is of no table of the request: generation=" + generation);
    }

    /** Returns the series whose hash is in {@link #hash}. */
    private long findOrAdd(HeadTable target, DirectBuffer labels, int offset, int length) {
        int slot = target.index().identities().find(hash.low, hash.high);
        if (slot == IdentityTable.ABSENT) {
            long series = parts.generations().seriesCount() + parts.outOfOrder().seriesCount();
            parts.options().limits().checkRoom(series, 1);
            parts.ceiling().check(1);
            metricLimit.checkOutOfOrder(labels, offset, length, hash);
            slot = target.add(labels, offset, length, hash);
            log.series(target.reference(slot), labels, offset, length);
        }
        return target.reference(slot);
    }

    /** Appends the out-of-order samples of a request that was settled and is durable. */
    void apply(AppendBatch batch) {
        OutOfOrderWriter writer = parts.outOfOrderWriter();
        FloatSamples samples = batch.outOfOrderFloats();
        for (int i = 0; i < samples.size(); i++) {
            HeadTable table = table(samples.series()[i]);
            int slot = SeriesRef.slot(samples.series()[i]);
            if (writer.append(table, slot, samples.startTime(i), samples.times()[i], samples.values()[i])) {
                floats.incrementAndGet();
            }
        }
        for (PendingHistogram sample : batch.outOfOrderHistograms()) {
            if (writer.append(table(sample.series()), SeriesRef.slot(sample.series()), sample)) {
                histograms.incrementAndGet();
            }
        }
    }

    private HeadTable table(long reference) {
        return parts.outOfOrder().byGeneration(SeriesRef.generation(reference));
    }

    /** Returns how many float samples were appended since the start; on any thread. */
    long appendedFloats() {
        return floats.get();
    }

    /** Returns how many histograms were appended since the start; on any thread. */
    long appendedHistograms() {
        return histograms.get();
    }
}
