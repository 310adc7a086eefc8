package io.dunlin.tsdb.block;

import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * Takes deleted samples out of the chunks of a series. A chunk that no deleted range touches is shown as it is; of another
 * what is left is shown in new chunks. For each chunk ask {@link #first}, then {@link #next} until it is null. Not
 * thread-safe.
 */
public final class ChunkTrimmer {
    private static final long[] NOTHING = {};

    private final ChunkSamples samples = new ChunkSamples();
    private final SampleBuffer left = new SampleBuffer();
    private final ChunkBuilder builder = new ChunkBuilder();
    private long[] deleted = NOTHING;

    /** How many samples of {@link #left} have been shown. */
    private int shown;

    /** Begins a series, of which rising ranges (first and last millisecond, flattened) are deleted. */
    public void begin(long[] newDeleted) {
        deleted = newDeleted;
        left.clear();
        shown = 0;
    }

    /** Returns the first chunk to show in place of one, null where all of it is deleted. */
    public ChunkView first(ChunkView chunk) {
        if (!isTouched(chunk)) {
            return chunk;
        }
        left.clear();
        shown = 0;
        samples.append(chunk, Long.MIN_VALUE, Long.MAX_VALUE, left);
        ChunkSamples.dropRanges(left, 0, deleted);
        return next();
    }

    private boolean isTouched(ChunkView chunk) {
        for (int i = 0; i < deleted.length; i += 2) {
            if (deleted[i] <= chunk.maxTime() && chunk.minTime() <= deleted[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Returns the next chunk to show in place of the same one, null when there is no more of it. */
    public ChunkView next() {
        if (shown == left.size()) {
            return null;
        }
        shown += builder.encode(left, shown, left.size());
        return builder;
    }
}
