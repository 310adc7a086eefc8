package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.ChunkSamples;
import io.dunlin.tsdb.block.Tombstones;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SeriesReader;

/** Decodes the chunks of one series after the other. Not thread-safe. */
final class BlockSeriesReader implements SeriesReader {
    private final BlockReader block;
    private final int[] ids;
    private final long minTime;
    private final long maxTime;
    private final Tombstones tombstones;
    private final RunDigests digests;
    private final SeriesEntry entry;
    private final BlockChunk chunk;
    private final BlockStarts.Cursor starts;
    private final ChunkSamples samples = new ChunkSamples();

    BlockSeriesReader(BlockReader block, int[] ids, long minTime, long maxTime) {
        this.block = block;
        this.ids = ids;
        this.minTime = minTime;
        this.maxTime = maxTime;
        this.tombstones = block.tombstones();
        this.digests = RunDigests.of(block, ids.length);
        this.entry = new SeriesEntry(block.index());
        this.chunk = new BlockChunk(block.chunks());
        this.starts = block.starts();
    }

    @Override
    public void read(int series, SampleBuffer into) {
        block.reading(() -> decode(series, into));
    }

    private int decode(int series, SampleBuffer into) {
        long[] deleted = tombstones.of(ids[series] & 0xFFFF_FFFFL);
        if (deleted.length == 0 && digests.read(ids[series], minTime, maxTime, into)) {
            return into.size();
        }
        entry.load(ids[series]);
        block.readStarts(starts, ids[series], chunk.starts());
        while (entry.nextChunk()) {
            if (entry.minTime() > maxTime) {
                break;
            }
            if (entry.maxTime() >= minTime && !isDeleted(entry, deleted)) {
                int from = into.size();
                samples.append(chunk.load(entry), minTime, maxTime, into);
                ChunkSamples.dropRanges(into, from, deleted);
            }
        }
        return into.size();
    }

    /** Returns whether rising ranges cover the whole chunk that an entry stands at. */
    static boolean isDeleted(SeriesEntry entry, long[] deleted) {
        for (int i = 0; i < deleted.length; i += 2) {
            if (deleted[i] <= entry.minTime() && entry.maxTime() <= deleted[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
