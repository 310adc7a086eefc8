package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;

/**
 * Names the bytes of one chunk, as files hold it, within a region. A reused flyweight: wrap, then decode. The bytes must be
 * contiguous and stay as they are meanwhile, except that an open chunk may grow behind the samples that are read.
 */
public final class EncodedChunk {
    private static final int HEADER_LENGTH = XorChunkLayout.BITS;

    /** Far above any real chunk, and low enough to number its bits in an int. */
    private static final int MAX_LENGTH = 64 << 20;

    private ChunkEncoding encoding;
    private Region region;
    private long address;
    private int length;
    private int count;

    /**
     * Names a chunk.
     *
     * @throws CorruptDataException when its length cannot be that of a chunk
     */
    public EncodedChunk wrap(ChunkEncoding newEncoding, Region newRegion, long newAddress, int newLength) {
        encoding = newEncoding;
        region = newRegion;
        address = newAddress;
        length = newLength;
        if (length < HEADER_LENGTH || length > MAX_LENGTH) {
            throw corrupt(address, "a chunk of " + HEADER_LENGTH + " to " + MAX_LENGTH + " bytes", length + " bytes");
        }
        count = XorChunkLayout.count(region, address);
        return this;
    }

    /** Reads only the first {@code samples} samples, where the chunk has more. */
    public EncodedChunk limit(int samples) {
        count = Math.min(count, samples);
        return this;
    }

    /** Returns how the samples are encoded. */
    public ChunkEncoding encoding() {
        return encoding;
    }

    /** Returns where the bytes lie. */
    public Region region() {
        return region;
    }

    /** Returns the address of the first byte. */
    public long address() {
        return address;
    }

    /** Returns the number of bytes. */
    public int length() {
        return length;
    }

    /** Returns the number of samples to read. */
    public int count() {
        return count;
    }

    CorruptDataException corrupt(long offset, Object expected, Object actual) {
        return new CorruptDataException(region.name(), offset, expected, actual);
    }
}
