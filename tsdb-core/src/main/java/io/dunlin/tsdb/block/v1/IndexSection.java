package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;

/**
 * A part of an index file that has a length before it and a checksum behind it, all within the file.
 *
 * @param start the first byte behind the length
 * @param end the first byte of the checksum
 */
record IndexSection(String file, Region region, long start, long end) {

    /** Finds the section whose 4-byte length lies at {@code offset}, without reading the section. */
    static IndexSection at(String file, Region region, long fileLength, long offset) {
        long start = offset + Integer.BYTES;
        if (offset < IndexLayout.HEADER_LENGTH || start > fileLength - IndexLayout.CHECKSUM_LENGTH) {
            throw new CorruptDataException(file, offset, "a section within " + fileLength + " bytes", offset);
        }
        long length = region.getIntBigEndian(offset) & 0xFFFF_FFFFL;
        if (length > fileLength - IndexLayout.CHECKSUM_LENGTH - start) {
            throw new CorruptDataException(file, offset, "a length within " + fileLength + " bytes", length);
        }
        return new IndexSection(file, region, start, start + length);
    }

    /** Reads the section once and compares its checksum. */
    IndexSection check() {
        int stored = region.getIntBigEndian(end);
        int computed = region.crc32c(start, end - start);
        if (stored != computed) {
            throw new CorruptDataException(
                    file, start, IndexContents.checksum(stored), IndexContents.checksum(computed));
        }
        return this;
    }

    long length() {
        return end - start;
    }

    RegionInput input() {
        return new RegionInput(file, region).at(start, end);
    }
}
