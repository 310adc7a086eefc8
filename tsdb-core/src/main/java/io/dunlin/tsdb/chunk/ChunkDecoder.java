package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;

/** Reads chunks of every encoding into sample buffers. */
public final class ChunkDecoder {
    private ChunkDecoder() {}

    /**
     * Appends the samples of a chunk with {@code minTime <= t <= maxTime} to a buffer.
     *
     * @throws io.dunlin.tsdb.storage.CorruptDataException when the bytes are not such a chunk; the buffer then has the size
     *     it had before
     */
    public static void decode(EncodedChunk chunk, long minTime, long maxTime, SampleBuffer into) {
        int from = into.size();
        try {
            switch (chunk.encoding()) {
                case XOR -> decodeFloats(chunk, into);
                case HISTOGRAM, FLOAT_HISTOGRAM -> HistogramDecoder.decode(chunk, into);
            }
        } finally {
            into.size(from);
        }
        clip(into, from, from + chunk.count(), minTime, maxTime);
    }

    private static void decodeFloats(EncodedChunk chunk, SampleBuffer into) {
        into.ensure(chunk.count());
        int from = into.size();
        XorDecoder.decode(chunk, into.times(), into.values(), from);
        int to = from + chunk.count();
        if (into.hasHistograms()) {
            Arrays.fill(into.histograms(), from, to, null);
        }
        if (into.startTimes() != null) {
            Arrays.fill(into.startTimes(), from, to, 0);
        }
    }

    /** Keeps of the samples from {@code from} to {@code to}, which no one counts yet, those within the range. */
    private static void clip(SampleBuffer into, int from, int to, long minTime, long maxTime) {
        long[] times = into.times();
        int first = from;
        while (first < to && times[first] < minTime) {
            first++;
        }
        int end = to;
        while (end > first && times[end - 1] > maxTime) {
            end--;
        }
        if (first > from) {
            moveDown(into, first, from, end - first);
        }
        into.size(from + end - first);
    }

    private static void moveDown(SampleBuffer into, int source, int target, int count) {
        System.arraycopy(into.times(), source, into.times(), target, count);
        System.arraycopy(into.values(), source, into.values(), target, count);
        FloatHistogram[] histograms = into.histograms();
        if (histograms != null) {
            System.arraycopy(histograms, source, histograms, target, count);
        }
        if (into.startTimes() != null) {
            System.arraycopy(into.startTimes(), source, into.startTimes(), target, count);
        }
    }
}
