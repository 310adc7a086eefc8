package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.ChunkSamples;
import io.dunlin.tsdb.chunk.ChunkDecoder;
import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.EncodedChunk;
import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;

/**
 * Reads the samples that one snapshot shows of a series, whole chunks at a time: the sealed chunks from the oldest that
 * reaches into the time range, then the open one. One thread at a time.
 */
final class ChunkReader {
    private final HeadSnapshot snapshot;
    private final long minTime;
    private final long maxTime;
    private final SeriesCapture capture = new SeriesCapture();
    private final LastSample newest = new LastSample();
    private final EncodedChunk chunk = new EncodedChunk();
    private final StartColumn starts = new StartColumn();
    private long[] chunks = new long[16];

    ChunkReader(HeadSnapshot snapshot, long minTime, long maxTime) {
        this.snapshot = snapshot;
        this.minTime = Math.max(minTime, snapshot.boundary());
        this.maxTime = maxTime;
    }

    /** Appends the samples of a series to a buffer, in time order, without those that are deleted. */
    void read(HeadSnapshot.TableView view, int slot, SampleBuffer into) {
        int from = into.size();
        read(view.table(), slot, into);
        long[] deleted = view.tombstones().of(slot);
        if (deleted.length > 0) {
            ChunkSamples.dropRanges(into, from, deleted);
        }
    }

    /**
     * Appends the newest sample in the time range without decoding a chunk, where the series' record tells it: it mostly is
     * the series' newest float. False where it does not, with nothing appended.
     */
    boolean readNewest(HeadSnapshot.TableView view, int slot, SampleBuffer into) {
        newest.read(view.table(), slot);
        boolean known = newest.exists()
                && isToldByRecord()
                && newest.time() <= maxTime
                && view.tombstones().of(slot).length == 0;
        if (known && newest.time() >= minTime) {
            into.add(newest.time(), newest.value());
        }
        return known;
    }

    /** Returns whether the newest sample that the snapshot shows is the one of the record, and that says all of it. */
    private boolean isToldByRecord() {
        return !newest.isHistogram() && !newest.hasStarts() && newest.commit() <= snapshot.sequence();
    }

    /**
     * Appends the only sample of a series without decoding its chunk: of one-shot series there are millions. False where
     * there are more, or the record does not tell, with nothing appended.
     */
    private boolean readOnly(HeadTable table, int slot, SampleBuffer into) {
        if (table.records().getInt(table.record(slot) + SeriesRecordLayout.TOTAL) != 1) {
            return false;
        }
        newest.read(table, slot);
        boolean known = newest.isOnly() && isToldByRecord();
        if (known && newest.time() >= minTime && newest.time() <= maxTime) {
            into.add(newest.time(), newest.value());
        }
        return known;
    }

    private void read(HeadTable table, int slot, SampleBuffer into) {
        if (readOnly(table, slot, into)) {
            return;
        }
        capture.take(table, slot);
        int visible = capture.visibleTo(snapshot.sequence(), table, slot);
        if (visible == 0) {
            return;
        }
        int found = collect(visible);
        for (int i = found - 1; i >= 0; i--) {
            readSealed(chunks[i], visible, into);
        }
        if (capture.hasOpen() && capture.openLastTime() >= minTime) {
            int first = capture.total() - capture.openSamples();
            capture.wrapOpen(chunk);
            OpenBlockLayout.readStarts(capture.open(), 0, starts);
            decode(visible - first, into);
        }
    }

    private static ChunkEncoding encoding(int code) {
        ChunkEncoding encoding = ChunkEncoding.ofCode(code);
        if (encoding == null) {
            throw new IllegalStateException("no such chunk encoding in the head: code=" + code);
        }
        return encoding;
    }

    /** Follows the chain of sealed chunks back to the first that is too old; returns how many are wanted. */
    private int collect(int visible) {
        int found = 0;
        long address = capture.sealed();
        while (address != EpochChunks.NONE) {
            EpochChunks epoch = snapshot.holder(address);
            if (epoch == null) {
                return found;
            }
            Region region = epoch.region();
            long place = EpochChunks.place(address);
            if (region.getLong(place + SealedChunkLayout.MAX_TIME) < minTime) {
                return found;
            }
            boolean reached = region.getLong(place + SealedChunkLayout.MIN_TIME) <= maxTime
                    && region.getInt(place + SealedChunkLayout.FIRST) < visible;
            if (reached) {
                if (found == chunks.length) {
                    chunks = Arrays.copyOf(chunks, 2 * found);
                }
                chunks[found++] = address;
            }
            address = region.getLong(place + SealedChunkLayout.PREVIOUS);
        }
        return found;
    }

    private void readSealed(long address, int visible, SampleBuffer into) {
        Region region = snapshot.epoch(EpochChunks.epochOf(address)).region();
        long place = EpochChunks.place(address);
        int code = region.getByte(place + SealedChunkLayout.ENCODING);
        int length = SealedChunkLayout.chunkLength(region, place);
        chunk.wrap(encoding(code), region, place + SealedChunkLayout.DATA, length);
        SealedChunkLayout.readStarts(region, place, starts);
        decode(visible - region.getInt(place + SealedChunkLayout.FIRST), into);
    }

    /** Decodes at most {@code count} samples of {@link #chunk} that lie in the time range, with their starts. */
    private void decode(int count, SampleBuffer into) {
        if (count > 0) {
            int from = into.size();
            ChunkDecoder.decode(chunk.limit(count), minTime, maxTime, into);
            starts.apply(into, from);
        }
    }
}
