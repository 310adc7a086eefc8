package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.CanonicalCheck;
import io.dunlin.tsdb.index.Hash128;
import io.dunlin.tsdb.index.LabelEncoding;
import io.dunlin.tsdb.index.Reclaimer;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.LabelParser;
import io.dunlin.tsdb.storage.WriteRejectedException;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Collects one request and hands it to the writer on commit. Series are looked up in the tables that were live when the
 * appender was made; a pin keeps those tables' memory until the request is done. New series are only noted here.
 */
final class HeadAppender implements Appender {
    private final Head head;
    private final Reclaimer.Pin pin;
    private final HeadTable[] tables;
    private final long oldestTime;
    private final long newestTime;

    /** The oldest time of an out-of-order sample, the largest long where there may be none. */
    private final long outOfOrderFrom;

    private final AppendBatch batch;
    private final Hash128 hash = new Hash128();
    private final CanonicalCheck canonical = new CanonicalCheck();
    private final LastSample last = new LastSample();
    private final BatchLookup lookup;
    private final ExpandableArrayBuffer encoded;
    private long previousSeries;
    private long previousTime;
    private double previousValue;

    /** The previous sample where that was a histogram, else null. */
    private FloatHistogram previousHistogram;

    /** The newest sample of the series that was looked at last. */
    private long newest;

    private double newestValue;
    private boolean newestIsHistogram;

    /** Whether that sample has left the head, so that one of the same time is not compared with it. */
    private boolean newestHasLeft;

    /** Finds out about series that left the head; made when the first sample asks. */
    private Horizon horizon;

    /** The table that was asked for last, or null. */
    private HeadTable recentTable;

    /** Why the first of the series that {@link #resolve} left out was refused, or null. */
    private WriteRejectedException refusal;

    private boolean spent;

    HeadAppender(Head head, Reclaimer.Pin pin) {
        this.head = head;
        this.pin = pin;
        this.batch = head.batches().take();
        batch.moves(head.generations().moves());
        this.tables = head.generations().live();
        this.lookup = batch.lookup();
        this.encoded = batch.encoded();
        this.oldestTime = head.oldestWritableTime();
        this.newestTime = head.newestWritableTime();
        this.outOfOrderFrom = head.outOfOrderFrom();
    }

    @Override
    public long series(Labels labels) {
        requireOpen();
        head.limits().check(labels);
        int length = LabelEncoding.encode(labels, encoded, 0);
        head.generations().hash().hash(encoded, 0, length, hash);
        return findOrNote(length);
    }

    /** Returns the series of the labels in {@link #encoded}, whose hash is in {@link #hash}. */
    private long findOrNote(int length) {
        long known = Generations.find(tables, hash.low, hash.high);
        return known != Generations.ABSENT ? known : note(encoded, 0, length);
    }

    /** Returns the new series whose canonical labels these are and whose hash is in {@link #hash}. */
    private long note(DirectBuffer labels, int offset, int length) {
        int number = batch.pending().find(hash);
        return SeriesRef.pending(number >= 0 ? number : batch.pending().add(labels, offset, length, hash));
    }

    @Override
    public void resolve(
            DirectBuffer source, int[] offsets, int[] lengths, int count, LabelParser parser, long[] references) {
        requireOpen();
        for (int from = 0; from < count; from += BatchLookup.MOST) {
            int length = Math.min(count - from, BatchLookup.MOST);
            for (int i = 0; i < length; i++) {
                head.generations().hash().hash(source, offsets[from + i], lengths[from + i], hash);
                lookup.set(i, hash);
            }
            lookup.find(tables, length, references, from);
            for (int i = 0; i < length; i++) {
                if (references[from + i] == Generations.ABSENT) {
                    lookup.hash(i, hash);
                    references[from + i] = parse(source, offsets[from + i], lengths[from + i], parser);
                }
            }
        }
    }

    /** Returns the series of labels that no table has under their hash, which is in {@link #hash}. */
    private long parse(DirectBuffer source, int offset, int length, LabelParser parser) {
        if (canonical.passes(source, offset, length) && head.limits().allow(canonical)) {
            return note(source, offset, length);
        }
        long low = hash.low;
        long high = hash.high;
        Labels labels = parser.parse(source, offset, length);
        if (labels == null) {
            return NO_SERIES;
        }
        long reference;
        try {
            reference = series(labels);
        } catch (WriteRejectedException e) {
            refusal = refusal == null ? e : refusal;
            return NO_SERIES;
        }
        if (hash.low != low || hash.high != high) {
            batch.pending().addAlias(low, high, reference);
        }
        return reference;
    }

    @Override
    public void append(long series, long time, double value) {
        append(series, 0, time, value);
    }

    @Override
    public void append(long[] series, long[] times, double[] values, int count) {
        requireOpen();
        for (int i = 0; i < count; i++) {
            if (isPlainlyNewer(series[i], times[i])) {
                add(series[i], 0, times[i], values[i]);
            } else {
                append(series[i], 0, times[i], values[i]);
            }
        }
    }

    /** Whether a sample is the usual one: allowed, and later than the newest of a series that has an open chunk. */
    private boolean isPlainlyNewer(long series, long time) {
        if (series == previousSeries || SeriesRef.isPending(series) || time < oldestTime || time > newestTime) {
            return false;
        }
        HeadTable table = table(SeriesRef.generation(series));
        return table != null && last.isBefore(time, table, SeriesRef.slot(series));
    }

    private void add(long series, long startTime, long time, double value) {
        batch.add(series, startTime, time, value);
        previousSeries = series;
        previousTime = time;
        previousValue = value;
        previousHistogram = null;
    }

    @Override
    public void append(long series, long startTime, long time, double value) {
        requireOpen();
        SampleRules.requireNotAhead(time, newestTime);
        switch (place(series, time, value)) {
            case NEWER -> add(series, startTime, time, value);
            case OLDER -> batch.outOfOrderFloats().add(series, startTime, time, value);
            case SAME -> {}
        }
    }

    /** Where a sample stands to the newest of its series: of those behind it only what the window allows is let through. */
    private enum Place {
        NEWER,
        SAME,
        OLDER
    }

    private Place place(long series, long time, double value) {
        boolean known = findNewest(series, time);
        if (time >= oldestTime && (!known || time > newest)) {
            return Place.NEWER;
        }
        if (time < oldestTime || time < newest || newestHasLeft) {
            requireInWindow(time);
            return Place.OLDER;
        }
        if (newestIsHistogram || Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(newestValue)) {
            throw SampleRules.duplicate(time, newestIsHistogram ? "a histogram" : newestValue, value);
        }
        return Place.SAME;
    }

    private void requireInWindow(long time) {
        if (time >= outOfOrderFrom) {
            return;
        }
        if (outOfOrderFrom != Long.MAX_VALUE) {
            throw SampleRules.tooOld(time, outOfOrderFrom);
        }
        throw time < oldestTime ? SampleRules.outOfBounds(time, oldestTime) : SampleRules.outOfOrder(time, newest);
    }

    /** Finds the newest sample of a series, in this request or in the head; returns whether there is one. */
    private boolean findNewest(long series, long time) {
        newestHasLeft = false;
        if (series == previousSeries) {
            newest = previousTime;
            newestValue = previousValue;
            newestIsHistogram = previousHistogram != null;
            return true;
        }
        if (SeriesRef.isPending(series)) {
            requireKnown(SeriesRef.pendingNumber(series) < batch.pending().count(), series);
            return hasLeft(series, time);
        }
        HeadTable table = table(SeriesRef.generation(series));
        requireKnown(table != null, series);
        last.read(table, SeriesRef.slot(series));
        if (!last.exists()) {
            return hasLeft(series, time);
        }
        newest = last.time();
        newestValue = last.value();
        newestIsHistogram = last.isHistogram();
        return true;
    }

    /** Whether a series without samples here had some, not before a time, that have left the head. */
    private boolean hasLeft(long series, long time) {
        if (horizon == null) {
            horizon = new Horizon(head, tables);
        }
        if (horizon.isBehind(time)) {
            return false;
        }
        if (SeriesRef.isPending(series)) {
            int number = SeriesRef.pendingNumber(series);
            newest = horizon.of(
                    batch.pending().bytes(),
                    batch.pending().offset(number),
                    batch.pending().length(number));
        } else {
            HeadTable table = table(SeriesRef.generation(series));
            byte[] labels = table.index().encode(table.labelSet(SeriesRef.slot(series)));
            newest = horizon.of(new UnsafeBuffer(labels), 0, labels.length);
        }
        newestHasLeft = newest != Long.MIN_VALUE;
        return newestHasLeft;
    }

    private HeadTable table(int generation) {
        HeadTable recent = recentTable;
        if (recent == null || recent.generation() != generation) {
            recent = search(generation);
            recentTable = recent;
        }
        return recent;
    }

    private HeadTable search(int generation) {
        for (HeadTable table : tables) {
            if (table.generation() == generation) {
                return table;
            }
        }
        return null;
    }

    @Override
    public void append(long series, long startTime, long time, FloatHistogram histogram, boolean integer) {
        requireOpen();
        SampleRules.requireNotAhead(time, newestTime);
        SampleRules.requireStorable(histogram);
        Place place = place(series, time, histogram);
        if (place == Place.NEWER) {
            batch.add(new AppendBatch.PendingHistogram(batch.size(), series, startTime, time, histogram, integer));
            previousSeries = series;
            previousTime = time;
            previousHistogram = histogram;
        } else if (place == Place.OLDER) {
            batch.outOfOrderHistograms()
                    .add(new AppendBatch.PendingHistogram(0, series, startTime, time, histogram, integer));
        }
    }

    /** As for floats; histograms are compared only where the times are equal. */
    private Place place(long series, long time, FloatHistogram histogram) {
        boolean known = findNewest(series, time);
        if (time >= oldestTime && (!known || time > newest)) {
            return Place.NEWER;
        }
        if (time < oldestTime || time < newest || newestHasLeft) {
            requireInWindow(time);
            return Place.OLDER;
        }
        FloatHistogram existing = series == previousSeries
                ? previousHistogram
                : last.histogram(table(SeriesRef.generation(series)), SeriesRef.slot(series));
        if (!histogram.equals(existing)) {
            throw SampleRules.duplicate(time, "another", "a histogram");
        }
        return Place.SAME;
    }

    @Override
    public void append(long series, Exemplar exemplar) {
        requireOpen();
        ExemplarStore.check(exemplar);
        batch.add(series, exemplar);
    }

    @Override
    public void metadata(MetricMetadata metadata) {
        requireOpen();
        batch.add(metadata);
    }

    @Override
    public void commit() {
        requireOpen();
        spent = true;
        try {
            if (!batch.isEmpty()) {
                head.commit(batch, tables);
            }
        } finally {
            letGo();
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    private void letGo() {
        pin.close();
        head.batches().give(batch);
    }

    @Override
    public void rollback() {
        requireOpen();
        close();
    }

    @Override
    public void close() {
        if (!spent) {
            spent = true;
            letGo();
        }
    }

    private static void requireKnown(boolean known, long series) {
        if (!known) {
            throw new IllegalArgumentException("no series of this appender: reference=" + series);
        }
    }

    private void requireOpen() {
        if (spent) {
            throw new IllegalStateException("appender is used after commit or rollback");
        }
    }
}
