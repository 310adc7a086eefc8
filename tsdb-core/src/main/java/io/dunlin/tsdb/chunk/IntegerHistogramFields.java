package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.model.StaleMarker;

/** Samples whose counts are whole numbers; a bucket is stored by its difference to the bucket before. */
final class IntegerHistogramFields implements HistogramFields {
    private static final int TIME = 0;
    private static final int COUNT = 1;
    private static final int ZERO_COUNT = 2;
    private static final int BUCKETS = 3;

    private final HistogramLayout layout;
    private final int positives;
    private final int negatives;
    private final DodFields whole;
    private final XorFields sum = new XorFields(1);

    IntegerHistogramFields(HistogramLayout layout) {
        this.layout = layout;
        this.positives = BucketSpans.count(layout.positiveSpans());
        this.negatives = BucketSpans.count(layout.negativeSpans());
        this.whole = new DodFields(BUCKETS + positives + negatives);
    }

    @Override
    public void writeFirst(BitWriter out, long time, FloatHistogram h) {
        boolean stale = h.isStale();
        whole.start(TIME, time);
        whole.start(COUNT, stale ? 0 : (long) h.count());
        whole.start(ZERO_COUNT, stale ? 0 : (long) h.zeroCount());
        out.writeSigned(time);
        out.writeUnsigned(whole.get(COUNT));
        out.writeUnsigned(whole.get(ZERO_COUNT));
        sum.writeFirst(out, 0, h.sum());
        if (!stale) {
            startBuckets(out, BUCKETS, h.positiveBuckets());
            startBuckets(out, BUCKETS + positives, h.negativeBuckets());
        }
    }

    private void startBuckets(BitWriter out, int from, double[] counts) {
        long before = 0;
        for (int i = 0; i < counts.length; i++) {
            whole.start(from + i, (long) counts[i] - before);
            out.writeSigned(whole.get(from + i));
            before = (long) counts[i];
        }
    }

    @Override
    public void writeNext(BitWriter out, long time, FloatHistogram h) {
        whole.write(out, TIME, time);
        if (h.isStale()) {
            out.writeSigned(0);
            out.writeSigned(0);
            sum.write(out, 0, h.sum());
            return;
        }
        whole.write(out, COUNT, (long) h.count());
        whole.write(out, ZERO_COUNT, (long) h.zeroCount());
        sum.write(out, 0, h.sum());
        writeBuckets(out, BUCKETS, h.positiveBuckets());
        writeBuckets(out, BUCKETS + positives, h.negativeBuckets());
    }

    private void writeBuckets(BitWriter out, int from, double[] counts) {
        long before = 0;
        for (int i = 0; i < counts.length; i++) {
            whole.write(out, from + i, (long) counts[i] - before);
            before = (long) counts[i];
        }
    }

    @Override
    public void readFirst(BitReader in) {
        whole.start(TIME, in.readSigned());
        whole.start(COUNT, in.readUnsigned());
        whole.start(ZERO_COUNT, in.readUnsigned());
        sum.readFirst(in, 0);
        for (int i = 0; i < positives + negatives; i++) {
            whole.start(BUCKETS + i, in.readSigned());
        }
    }

    @Override
    public void readNext(BitReader in) {
        whole.read(in, TIME);
        whole.read(in, COUNT);
        whole.read(in, ZERO_COUNT);
        sum.read(in, 0);
        if (!StaleMarker.isStale(sum())) {
            for (int i = 0; i < positives + negatives; i++) {
                whole.read(in, BUCKETS + i);
            }
        }
    }

    @Override
    public long time() {
        return whole.get(TIME);
    }

    @Override
    public double sum() {
        return sum.get(0);
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
                unsigned(whole.get(ZERO_COUNT)),
                unsigned(whole.get(COUNT)),
                sum(),
                layout.positiveSpans(),
                buckets(BUCKETS, positives),
                layout.negativeSpans(),
                buckets(BUCKETS + positives, negatives),
                layout.customValues());
    }

    private static double unsigned(long count) {
        return count >= 0 ? count : (count >>> 1) * 2.0;
    }

    private double[] buckets(int from, int count) {
        double[] buckets = new double[count];
        long current = 0;
        for (int i = 0; i < count; i++) {
            current += whole.get(from + i);
            buckets[i] = current;
        }
        return buckets;
    }

    @Override
    public int stateLength() {
        return whole.stateLength() + sum.stateLength();
    }

    @Override
    public void save(Region region, long address) {
        whole.save(region, address);
        sum.save(region, address + whole.stateLength());
    }

    @Override
    public void load(Region region, long address) {
        whole.load(region, address);
        sum.load(region, address + whole.stateLength());
    }
}
