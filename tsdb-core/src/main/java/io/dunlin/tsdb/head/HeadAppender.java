package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.Hash128;
import io.dunlin.tsdb.index.LabelEncoding;
import io.dunlin.tsdb.index.Reclaimer;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.LabelParser;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Collects one request and hands it to the writer on commit. Series are looked up in the tables that were live when the
 * appender was made; a pin keeps those tables' memory until the request is done. New series are only noted here.
 */
final class HeadAppender implements Appender {
    /** How many searches are started together, so that their cache misses overlap. */
    private static final int PROBE_BATCH = 32;

    private final Head head;
    private final Reclaimer.Pin pin;
    private final HeadTable[] tables;
    private final long oldestTime;
    private final long newestTime;
    private final AppendBatch batch;
    private final Hash128 hash = new Hash128();
    private final ExpandableArrayBuffer encoded = new ExpandableArrayBuffer(512);
    private final LastSample last = new LastSample();
    private final long[] lows = new long[PROBE_BATCH];
    private final long[] highs = new long[PROBE_BATCH];
    private long previousSeries;
    private long previousTime;
    private double previousValue;

    /** The previous sample where that was a histogram, else null. */
    private FloatHistogram previousHistogram;

    private boolean spent;

    HeadAppender(Head head, Reclaimer.Pin pin) {
        this.head = head;
        this.pin = pin;
        this.batch = head.batches().take();
        this.tables = head.generations().live();
        this.oldestTime = head.oldestWritableTime();
        this.newestTime = head.newestWritableTime();
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
        if (known != Generations.ABSENT) {
            return known;
        }
        int number = batch.pending().find(hash);
        return SeriesRef.pending(number >= 0 ? number : batch.pending().add(encoded, 0, length, hash));
    }

    @Override
    public void resolve(
            DirectBuffer source, int[] offsets, int[] lengths, int count, LabelParser parser, long[] references) {
        requireOpen();
        for (int from = 0; from < count; from += PROBE_BATCH) {
            int to = Math.min(count, from + PROBE_BATCH);
            for (int i = from; i < to; i++) {
                head.generations().hash().hash(source, offsets[i], lengths[i], hash);
                lows[i - from] = hash.low;
                highs[i - from] = hash.high;
            }
            for (HeadTable table : tables) {
                table.index().identities().touch(lows, 0, to - from);
            }
            for (int i = from; i < to; i++) {
                long known = Generations.find(tables, lows[i - from], highs[i - from]);
                references[i] = known != Generations.ABSENT
                        ? known
                        : parse(source, offsets[i], lengths[i], parser, lows[i - from], highs[i - from]);
            }
        }
    }

    private long parse(DirectBuffer source, int offset, int length, LabelParser parser, long low, long high) {
        Labels labels = parser.parse(source, offset, length);
        if (labels == null) {
            return NO_SERIES;
        }
        long reference = series(labels);
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
    public void append(long series, long startTime, long time, double value) {
        requireOpen();
        SampleRules.requireWithin(time, oldestTime, newestTime);
        if (isRepeated(series, time, value)) {
            return;
        }
        batch.add(series, startTime, time, value);
        previousSeries = series;
        previousTime = time;
        previousValue = value;
        previousHistogram = null;
    }

    /** Whether the sample is the newest of its series once more; one that is older or differs is refused. */
    private boolean isRepeated(long series, long time, double value) {
        if (series == previousSeries) {
            return compare(time, value, previousTime, previousValue, previousHistogram != null);
        }
        if (SeriesRef.isPending(series)) {
            requireKnown(SeriesRef.pendingNumber(series) < batch.pending().count(), series);
            return false;
        }
        return readLast(series) && compare(time, value, last.time(), last.value(), last.isHistogram());
    }

    /** Reads the newest sample of a series that is there; returns whether it has one. */
    private boolean readLast(long series) {
        HeadTable table = table(SeriesRef.generation(series));
        requireKnown(table != null, series);
        last.read(table, SeriesRef.slot(series));
        return last.exists();
    }

    private static boolean compare(long time, double value, long newest, double existing, boolean histogram) {
        if (time > newest) {
            return false;
        }
        if (time < newest) {
            throw SampleRules.outOfOrder(time, newest);
        }
        if (histogram || Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(existing)) {
            throw SampleRules.duplicate(time, histogram ? "a histogram" : existing, value);
        }
        return true;
    }

    private HeadTable table(int generation) {
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
        SampleRules.requireWithin(time, oldestTime, newestTime);
        SampleRules.requireStorable(histogram);
        if (isRepeated(series, time, histogram)) {
            return;
        }
        batch.add(new AppendBatch.PendingHistogram(batch.size(), series, startTime, time, histogram, integer));
        previousSeries = series;
        previousTime = time;
        previousHistogram = histogram;
    }

    /** As for floats; histograms are compared only where the times are equal. */
    private boolean isRepeated(long series, long time, FloatHistogram histogram) {
        long newest = previousTime;
        FloatHistogram existing = previousHistogram;
        if (series != previousSeries) {
            if (SeriesRef.isPending(series) || !readLast(series)) {
                return false;
            }
            newest = last.time();
            HeadTable table = table(SeriesRef.generation(series));
            existing = time == newest ? last.histogram(table, SeriesRef.slot(series)) : null;
        }
        if (time > newest) {
            return false;
        }
        if (time < newest) {
            throw SampleRules.outOfOrder(time, newest);
        }
        if (!histogram.equals(existing)) {
            throw SampleRules.duplicate(time, "another", "a histogram");
        }
        return true;
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
