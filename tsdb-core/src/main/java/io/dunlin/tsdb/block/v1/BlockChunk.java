package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.ChunkView;
import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;

/** One chunk of a block in its mapped file. A reused flyweight; not thread-safe. */
final class BlockChunk implements ChunkView {
    private final ChunkSegments segments;

    /** Those of the whole series, read by whoever moves to it. */
    private final StartColumn starts = new StartColumn();

    private Region region;
    private long address;
    private int length;
    private int encoding;
    private long minTime;
    private long maxTime;

    BlockChunk(ChunkSegments segments) {
        this.segments = segments;
    }

    /** Moves to the chunk that a series entry stands at, and compares the chunk's checksum. */
    BlockChunk load(SeriesEntry entry) {
        minTime = entry.minTime();
        maxTime = entry.maxTime();
        ChunkSegments.Segment segment = segments.of(entry.reference());
        long offset = ChunkSegmentLayout.offset(entry.reference());
        if (offset < ChunkSegmentLayout.HEADER_LENGTH || offset >= segment.length()) {
            throw new CorruptDataException(
                    segment.file(), offset, "a chunk within " + segment.length() + " bytes", offset);
        }
        region = segment.region();
        RegionInput input = new RegionInput(segment.file(), region).at(offset, segment.length());
        length = input.readCount(segment.length());
        long checked = input.position();
        input.skip(ChunkSegmentLayout.ENCODING_LENGTH);
        address = input.position();
        input.skip(length);
        int stored = input.readInt();
        int computed = region.crc32c(checked, ChunkSegmentLayout.ENCODING_LENGTH + length);
        if (stored != computed || length < ChunkSegmentLayout.MIN_DATA_LENGTH) {
            throw new CorruptDataException(
                    segment.file(), offset, IndexContents.checksum(stored), IndexContents.checksum(computed));
        }
        encoding = region.getByte(checked) & 0xFF;
        return this;
    }

    @Override
    public int encoding() {
        return encoding;
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
        return region.getShortBigEndian(address) & 0xFFFF;
    }

    @Override
    public Region region() {
        return region;
    }

    @Override
    public long address() {
        return address;
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
