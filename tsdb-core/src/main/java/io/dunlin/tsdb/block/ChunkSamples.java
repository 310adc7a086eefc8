package io.dunlin.tsdb.block;

import io.dunlin.tsdb.chunk.ChunkDecoder;
import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.EncodedChunk;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;

/** Decodes chunks of blocks and sources into buffers, and takes deleted ranges out again. Not thread-safe. */
public final class ChunkSamples {
    private final EncodedChunk encoded = new EncodedChunk();

    /**
     * Appends the samples of a chunk within a range, whose ends are inclusive, with their start timestamps.
     *
     * @throws CorruptDataException when the bytes make no samples, or the encoding is unknown
     */
    public void append(ChunkView chunk, long minTime, long maxTime, SampleBuffer into) {
        ChunkEncoding encoding = ChunkEncoding.ofCode(chunk.encoding());
        if (encoding == null) {
            throw new CorruptDataException(
                    chunk.region().toString(),
                    chunk.address(),
                    "an encoding of " + Arrays.toString(ChunkEncoding.values()),
                    chunk.encoding());
        }
        encoded.wrap(encoding, chunk.region(), chunk.address(), chunk.length());
        int from = into.size();
        ChunkDecoder.decode(encoded, minTime, maxTime, into);
        chunk.starts().apply(into, from);
    }

    /**
     * Removes from the samples at {@code from} and behind those in ranges.
     *
     * @param ranges rising pairs of first and last deleted millisecond, flattened
     */
    public static void dropRanges(SampleBuffer buffer, int from, long[] ranges) {
        for (int i = 0; i < ranges.length; i += 2) {
            int first = ranges[i] == Long.MIN_VALUE ? from : firstAfter(buffer, from, ranges[i] - 1);
            remove(buffer, first, firstAfter(buffer, first, ranges[i + 1]));
        }
    }

    /** Removes the first {@code count} samples. */
    public static void dropFirst(SampleBuffer buffer, int count) {
        remove(buffer, 0, count);
    }

    private static int firstAfter(SampleBuffer buffer, int from, long time) {
        int found = Arrays.binarySearch(buffer.times(), from, buffer.size(), time);
        return found >= 0 ? found + 1 : -found - 1;
    }

    private static void remove(SampleBuffer buffer, int from, int to) {
        if (from == to) {
            return;
        }
        int left = buffer.size() - to;
        System.arraycopy(buffer.times(), to, buffer.times(), from, left);
        System.arraycopy(buffer.values(), to, buffer.values(), from, left);
        FloatHistogram[] histograms = buffer.histograms();
        if (histograms != null) {
            System.arraycopy(histograms, to, histograms, from, left);
            Arrays.fill(histograms, from + left, buffer.size(), null);
        }
        if (buffer.startTimes() != null) {
            System.arraycopy(buffer.startTimes(), to, buffer.startTimes(), from, left);
        }
        buffer.size(from + left);
    }
}
