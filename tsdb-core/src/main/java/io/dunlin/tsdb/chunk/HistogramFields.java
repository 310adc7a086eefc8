package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;

/**
 * The sample that was read or written last of a histogram chunk, with what the next one is stored relative to. A stale
 * marker has no buckets, and only stale markers follow one.
 */
sealed interface HistogramFields permits IntegerHistogramFields, FloatHistogramFields {
    /** Returns fields for the samples of a chunk. */
    static HistogramFields of(ChunkEncoding encoding, HistogramLayout layout) {
        return switch (encoding) {
            case HISTOGRAM -> new IntegerHistogramFields(layout);
            case FLOAT_HISTOGRAM -> new FloatHistogramFields(layout);
            case XOR -> throw new IllegalArgumentException("no encoding of histograms: encoding=" + encoding);
        };
    }

    void writeFirst(BitWriter out, long time, FloatHistogram histogram);

    void writeNext(BitWriter out, long time, FloatHistogram histogram);

    void readFirst(BitReader in);

    void readNext(BitReader in);

    long time();

    double sum();

    /** Returns the sample as a histogram of its own. */
    FloatHistogram histogram(CounterResetHint hint);

    int stateLength();

    void save(Region region, long address);

    void load(Region region, long address);
}
