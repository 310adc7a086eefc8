package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;

/**
 * A file beside the index of a block that begins with a magic number of 4 bytes and a version of one, and says in its footer
 * which index it belongs to.
 *
 * @param footer the first byte of the footer
 */
record Sidecar(String file, Region region, long footer) {
    /** Requires the file's kind and version. */
    void requireKind(int magic, int version) {
        require(0, magic, region.getIntBigEndian(0));
        require(Integer.BYTES, version, region.getByte(Integer.BYTES));
    }

    /** Requires an index, whose length is {@code at} bytes behind the begin of the footer, and then its checksum. */
    void requireOf(IndexReader index, int at) {
        require(footer, index.length(), region.getLongBigEndian(footer + at));
        require(footer, index.checksum(), region.getIntBigEndian(footer + at + Long.BYTES));
    }

    private void require(long offset, long expected, long actual) {
        if (expected != actual) {
            throw new CorruptDataException(file, offset, expected, actual);
        }
    }
}
