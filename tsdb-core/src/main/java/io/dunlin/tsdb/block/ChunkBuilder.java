package io.dunlin.tsdb.block;

import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.CompactXorEncoder;
import io.dunlin.tsdb.chunk.HistogramEncoder;
import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * Encodes samples anew, one chunk at a time, and shows the chunk. Floats, histograms with whole counts and other histograms
 * come in chunks of their own. A reused flyweight: a chunk is valid until the next is encoded. Not thread-safe.
 */
public final class ChunkBuilder implements ChunkView {
    private static final int MAX_SAMPLES = 0xFFFF;

    private final CompactXorEncoder floats = new CompactXorEncoder();
    private final HistogramEncoder wholeHistograms = new HistogramEncoder(ChunkEncoding.HISTOGRAM);
    private final HistogramEncoder floatHistograms = new HistogramEncoder(ChunkEncoding.FLOAT_HISTOGRAM);
    private final StartColumn starts = new StartColumn();
    private byte[] memory = floats.bytes();
    private Region region = Region.ofHeap(memory);
    private ChunkEncoding encoding = ChunkEncoding.XOR;
    private int length;
    private int count;
    private long minTime;
    private long maxTime;

    /**
     * Encodes samples from {@code from} on, of which there must be one, into one chunk. The chunk ends before a sample of
     * another kind, and before a histogram that can't be in one chunk with those before it.
     *
     * @param limit the most samples
     * @return how many samples the chunk holds
     */
    public int encode(SampleBuffer samples, int from, int limit) {
        int end = Math.min(samples.size(), from + Math.min(limit, MAX_SAMPLES));
        if (isFloat(samples, from)) {
            encodeFloats(samples, from, end);
        } else if (WholeCounts.in(samples.histograms()[from])) {
            encodeHistograms(samples, from, end, ChunkEncoding.HISTOGRAM, wholeHistograms);
        } else {
            encodeHistograms(samples, from, end, ChunkEncoding.FLOAT_HISTOGRAM, floatHistograms);
        }
        starts.collect(samples, from, from + count);
        minTime = samples.times()[from];
        maxTime = samples.times()[from + count - 1];
        return count;
    }

    private static boolean isFloat(SampleBuffer samples, int i) {
        return !samples.hasHistograms() || samples.histograms()[i] == null;
    }

    private void encodeFloats(SampleBuffer samples, int from, int end) {
        int to = from + 1;
        while (to < end && isFloat(samples, to)) {
            to++;
        }
        encoding = ChunkEncoding.XOR;
        count = to - from;
        length = floats.encode(samples.times(), samples.values(), from, count);
        show(floats.bytes());
    }

    /** What the chunk before held is not known, so the first sample only says of a reset what it said itself. */
    private void encodeHistograms(
            SampleBuffer samples, int from, int end, ChunkEncoding kind, HistogramEncoder encoder) {
        encoder.begin(samples.times()[from], samples.histograms()[from], HistogramEncoder.Start.FIRST);
        int to = from + 1;
        while (to < end
                && belongs(samples, to, kind)
                && encoder.append(samples.times()[to], samples.histograms()[to])) {
            to++;
        }
        encoding = kind;
        count = to - from;
        length = encoder.length();
        show(encoder.chunk());
    }

    private static boolean belongs(SampleBuffer samples, int i, ChunkEncoding kind) {
        return !isFloat(samples, i)
                && (kind == ChunkEncoding.FLOAT_HISTOGRAM || WholeCounts.in(samples.histograms()[i]));
    }

    private void show(byte[] bytes) {
        if (memory != bytes) {
            memory = bytes;
            region = Region.ofHeap(bytes);
        }
    }

    @Override
    public int encoding() {
        return encoding.code();
    }

    @Override
    public long minTime() {
        return minTime;
    }

    @Override
    public long maxTime() {
        return maxTime;
    }

    @Override
    public int samples() {
        return count;
    }

    @Override
    public Region region() {
        return region;
    }

    @Override
    public long address() {
        return 0;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public StartColumn starts() {
        return starts;
    }
}
