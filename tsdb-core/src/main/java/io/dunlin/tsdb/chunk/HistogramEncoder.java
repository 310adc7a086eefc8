package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;

/**
 * Builds histogram chunks in Prometheus's encodings, byte for byte as Prometheus writes them. {@link #begin} starts a chunk,
 * {@link #append} adds to it; where the sample has buckets that the chunk lacks, the chunk is written anew with them, and
 * where the chunk has more, the sample gets them with a count of 0. The chunk with all that is needed to go on can be {@link
 * #save saved} off-heap and {@link #load loaded} again, so that one encoder serves all series. One thread at a time.
 */
public final class HistogramEncoder {
    /** Why a chunk begins. */
    public enum Start {
        /** The series has no chunk before. */
        FIRST,
        /** The chunk before was full, or its time was over. */
        CUT,
        /** {@link #append} refused the sample. */
        REFUSED
    }

    private final ChunkEncoding encoding;
    private final BitWriter out = new BitWriter();
    private HistogramLayout layout = HistogramLayout.EMPTY;
    private HistogramFields fields;
    private int count;
    private int flags;

    /** Makes an encoder for {@link ChunkEncoding#HISTOGRAM}, whole counts, or {@link ChunkEncoding#FLOAT_HISTOGRAM}. */
    public HistogramEncoder(ChunkEncoding encoding) {
        this.encoding = encoding;
        this.fields = HistogramFields.of(encoding, layout);
    }

    /** Begins a chunk with a sample. For {@link Start#CUT} and {@link Start#REFUSED} this holds the chunk before. */
    public void begin(long time, FloatHistogram sample, Start start) {
        requireBuckets(sample);
        FloatHistogram histogram = ResolutionLimit.apply(sample);
        int newFlags = flagsOf(histogram, start);
        clear(HistogramLayout.of(histogram), newFlags);
        fields.writeFirst(out, time, histogram);
        count = 1;
    }

    private int flagsOf(FloatHistogram histogram, Start start) {
        if (histogram.counterResetHint() == CounterResetHint.GAUGE) {
            return HistogramChunkLayout.GAUGE;
        }
        if (start == Start.FIRST) {
            return histogram.counterResetHint() == CounterResetHint.RESET
                    ? HistogramChunkLayout.RESET
                    : HistogramChunkLayout.UNKNOWN;
        }
        HistogramFit fit = HistogramFit.of(isGauge(), last(), histogram);
        if (fit == HistogramFit.RESET) {
            return HistogramChunkLayout.RESET;
        }
        return encoding == ChunkEncoding.HISTOGRAM
                ? fit == HistogramFit.UNKNOWN ? HistogramChunkLayout.UNKNOWN : HistogramChunkLayout.NOT_RESET
                : start == Start.REFUSED ? HistogramChunkLayout.UNKNOWN : HistogramChunkLayout.NOT_RESET;
    }

    private void clear(HistogramLayout newLayout, int newFlags) {
        layout = newLayout;
        flags = newFlags;
        fields = HistogramFields.of(encoding, layout);
        out.reset(HistogramChunkLayout.BITS);
        layout.write(out);
    }

    /**
     * Appends a sample, or returns false, with nothing changed, where it must begin a new chunk: the resolution changed, a
     * counter was reset, a series went on after a stale marker, or the chunk has 65,535 samples.
     */
    public boolean append(long time, FloatHistogram sample) {
        requireBuckets(sample);
        FloatHistogram histogram = ResolutionLimit.apply(sample);
        if (count == 0 || time <= fields.time()) {
            throw new IllegalArgumentException("samples must rise in time in a chunk that was begun: time=" + time
                    + ", last=" + fields.time() + ", samples=" + count);
        }
        if (count == HistogramChunkLayout.MAX_COUNT
                || HistogramFit.of(isGauge(), last(), histogram) != HistogramFit.FITS) {
            return false;
        }
        FloatHistogram fitted = histogram.isStale() ? histogram : fitted(histogram);
        fields.writeNext(out, time, fitted);
        count++;
        return true;
    }

    private boolean isGauge() {
        return (flags & HistogramChunkLayout.RESET_MASK) == HistogramChunkLayout.GAUGE;
    }

    private FloatHistogram last() {
        return fields.histogram(CounterResetHint.UNKNOWN);
    }

    /** Returns the sample with the buckets of the chunk, after the chunk got those of the sample. */
    private FloatHistogram fitted(FloatHistogram h) {
        if (Arrays.equals(h.positiveSpans(), layout.positiveSpans())
                && Arrays.equals(h.negativeSpans(), layout.negativeSpans())) {
            return h;
        }
        int[] positive = merged(layout.positiveSpans(), h.positiveSpans());
        int[] negative = merged(layout.negativeSpans(), h.negativeSpans());
        if (BucketSpans.count(positive) > BucketSpans.count(layout.positiveSpans())
                || BucketSpans.count(negative) > BucketSpans.count(layout.negativeSpans())) {
            rewrite(layout.withSpans(positive, negative));
        }
        return spread(h, layout);
    }

    /** Returns spans with the buckets of both: the sample's where it has all, the chunk's where it has. */
    private static int[] merged(int[] chunkSpans, int[] sampleSpans) {
        int[] chunk = BucketSpans.indexes(chunkSpans);
        int[] sample = BucketSpans.indexes(sampleSpans);
        int[] union = BucketSpans.union(chunk, sample);
        if (Arrays.equals(union, sample)) {
            return sampleSpans;
        }
        return Arrays.equals(union, chunk) ? chunkSpans : BucketSpans.ofIndexes(union);
    }

    private void rewrite(HistogramLayout wider) {
        SampleBuffer samples = new SampleBuffer(count);
        Region bytes = Region.ofHeap(chunk());
        HistogramDecoder.decode(new EncodedChunk().wrap(encoding, bytes, 0, length()), samples);
        clear(wider, flags);
        for (int i = 0; i < count; i++) {
            FloatHistogram sample = spread(samples.histograms()[i], wider);
            if (i == 0) {
                fields.writeFirst(out, samples.times()[i], sample);
            } else {
                fields.writeNext(out, samples.times()[i], sample);
            }
        }
    }

    private static FloatHistogram spread(FloatHistogram h, HistogramLayout to) {
        return new FloatHistogram(
                h.schema(),
                h.counterResetHint(),
                h.zeroThreshold(),
                h.zeroCount(),
                h.count(),
                h.sum(),
                to.positiveSpans(),
                spread(h.positiveBuckets(), h.positiveSpans(), to.positiveSpans()),
                to.negativeSpans(),
                spread(h.negativeBuckets(), h.negativeSpans(), to.negativeSpans()),
                h.customValues());
    }

    private static double[] spread(double[] counts, int[] from, int[] to) {
        return BucketSpans.spread(counts, BucketSpans.indexes(from), BucketSpans.indexes(to));
    }

    private static void requireBuckets(FloatHistogram h) {
        if (!h.isStale()
                && (BucketSpans.count(h.positiveSpans()) != h.positiveBuckets().length
                        || BucketSpans.count(h.negativeSpans()) != h.negativeBuckets().length)) {
            throw new IllegalArgumentException("spans and buckets differ in number: positive="
                    + BucketSpans.count(h.positiveSpans()) + "/" + h.positiveBuckets().length + ", negative="
                    + BucketSpans.count(h.negativeSpans()) + "/" + h.negativeBuckets().length);
        }
    }

    /** Returns the number of samples in the chunk. */
    public int count() {
        return count;
    }

    /** Returns the length of the chunk in bytes. */
    public int length() {
        return out.length();
    }

    /** Returns the time of the last sample. */
    public long lastTime() {
        return fields.time();
    }

    /** Returns a copy of the chunk's bytes. */
    public byte[] chunk() {
        byte[] chunk = Arrays.copyOf(out.bytes(), out.length());
        chunk[HistogramChunkLayout.COUNT] = (byte) (count >>> 8);
        chunk[HistogramChunkLayout.COUNT + 1] = (byte) count;
        chunk[HistogramChunkLayout.FLAGS] = (byte) flags;
        return chunk;
    }

    /** Returns the bytes that {@link #save} needs. */
    public int savedLength() {
        return OpenHistogramLayout.fields(length()) + fields.stateLength();
    }

    /** Writes the chunk and what is needed to go on with it ({@link OpenHistogramLayout}). */
    public void save(Region region, long open) {
        byte[] chunk = chunk();
        region.putLong(open + OpenHistogramLayout.LAST_TIME, fields.time());
        region.putInt(open + OpenHistogramLayout.LENGTH, chunk.length);
        region.putInt(open + OpenHistogramLayout.FREE_BITS, out.freeBits());
        region.putBytes(open + OpenHistogramLayout.CHUNK, chunk, 0, chunk.length);
        fields.save(region, open + OpenHistogramLayout.fields(chunk.length));
    }

    /** Goes on with a saved chunk of this encoder's encoding. */
    public void load(Region region, long open) {
        int length = OpenHistogramLayout.length(region, open);
        long chunk = open + OpenHistogramLayout.CHUNK;
        EncodedChunk saved = new EncodedChunk().wrap(encoding, region, chunk, length);
        layout = HistogramLayout.read(new BitReader(saved, HistogramChunkLayout.BITS));
        fields = HistogramFields.of(encoding, layout);
        fields.load(region, open + OpenHistogramLayout.fields(length));
        count = saved.count();
        flags = region.getByte(chunk + HistogramChunkLayout.FLAGS) & HistogramChunkLayout.RESET_MASK;
        out.load(region, chunk, length, region.getInt(open + OpenHistogramLayout.FREE_BITS));
    }
}
