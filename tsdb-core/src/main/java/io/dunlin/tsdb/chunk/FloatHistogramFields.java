package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.model.StaleMarker;

/** Samples whose counts are floats. */
final class FloatHistogramFields implements HistogramFields {
    private static final int COUNT = 0;
    private static final int ZERO_COUNT = 1;
    private static final int SUM = 2;
    private static final int BUCKETS = 3;

    private final HistogramLayout layout;
    private final int positives;
    private final int negatives;
    private final DodFields time = new DodFields(1);
    private final XorFields floats;

    FloatHistogramFields(HistogramLayout layout) {
        this.layout = layout;
        this.positives = BucketSpans.count(layout.positiveSpans());
        this.negatives = BucketSpans.count(layout.negativeSpans());
        this.floats = new XorFields(BUCKETS + positives + negatives);
    }

    @Override
    public void writeFirst(BitWriter out, long newTime, FloatHistogram h) {
        boolean stale = h.isStale();
        time.start(0, newTime);
        out.writeSigned(newTime);
        floats.writeFirst(out, COUNT, stale ? 0 : h.count());
        floats.writeFirst(out, ZERO_COUNT, stale ? 0 : h.zeroCount());
        floats.writeFirst(out, SUM, h.sum());
        for (int i = 0; i < positives; i++) {
            floats.writeFirst(out, BUCKETS + i, h.positiveBuckets()[i]);
        }
        for (int i = 0; i < negatives; i++) {
            floats.writeFirst(out, BUCKETS + positives + i, h.negativeBuckets()[i]);
        }
    }

    @Override
    public void writeNext(BitWriter out, long newTime, FloatHistogram h) {
        boolean stale = h.isStale();
        time.write(out, 0, newTime);
        floats.write(out, COUNT, stale ? 0 : h.count());
        floats.write(out, ZERO_COUNT, stale ? 0 : h.zeroCount());
        floats.write(out, SUM, h.sum());
        if (stale) {
            return;
        }
        for (int i = 0; i < positives; i++) {
            floats.write(out, BUCKETS + i, h.positiveBuckets()[i]);
        }
        for (int i = 0; i < negatives; i++) {
            floats.write(out, BUCKETS + positives + i, h.negativeBuckets()[i]);
        }
    }

    @Override
    public void readFirst(BitReader in) {
        time.start(0, in.readSigned());
        for (int i = 0; i < BUCKETS + positives + negatives; i++) {
            floats.readFirst(in, i);
        }
    }

    @Override
    public void readNext(BitReader in) {
        time.read(in, 0);
        floats.read(in, COUNT);
        floats.read(in, ZERO_COUNT);
        floats.read(in, SUM);
        if (!StaleMarker.isStale(sum())) {
            for (int i = 0; i < positives + negatives; i++) {
                floats.read(in, BUCKETS + i);
            }
        }
    }

    @Override
    public long time() {
        return time.get(0);
    }

    @Override
    public double sum() {
        return floats.get(SUM);
    }

    @Override
    public FloatHistogram histogram(CounterResetHint hint) {
        if (StaleMarker.isStale(sum())) {
            return HistogramChunkLayout.stale(sum());
        }
        return new FloatHistogram(
                layout.schema(),
                hint,
                layout.zeroThreshold(),
                floats.get(ZERO_COUNT),
                floats.get(COUNT),
                sum(),
                layout.positiveSpans(),
                buckets(BUCKETS, positives),
                layout.negativeSpans(),
                buckets(BUCKETS + positives, negatives),
                layout.customValues());
    }

    private double[] buckets(int from, int count) {
        double[] buckets = new double[count];
        for (int i = 0; i < count; i++) {
            buckets[i] = floats.get(from + i);
        }
        return buckets;
    }

    @Override
    public int stateLength() {
        return time.stateLength() + floats.stateLength();
    }

    @Override
    public void save(Region region, long address) {
        time.save(region, address);
        floats.save(region, address + time.stateLength());
    }

    @Override
    public void load(Region region, long address) {
        time.load(region, address);
        floats.load(region, address + time.stateLength());
    }
}
