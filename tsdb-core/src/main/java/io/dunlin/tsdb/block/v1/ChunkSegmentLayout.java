package io.dunlin.tsdb.block.v1;

import java.util.Locale;

/**
 * A file {@code chunks/000001}, {@code 000002} …: a header and chunks one behind another, up to 512 MiB.
 * <pre>
 * header  | magic &lt;4b&gt; | version &lt;1b&gt; | padding &lt;3b&gt; |
 * chunk   | length of data &lt;uvarint, 1 to 5b&gt; | encoding &lt;1b&gt; | data | crc &lt;4b&gt; |
 * </pre>
 * The checksum is CRC32C over encoding and data. The first two bytes of the data are the number of samples, in every
 * encoding. A chunk reference has the segment's number, from 0, in its upper 32 bits and the chunk's offset in the file in
 * its lower 32.
 */
final class ChunkSegmentLayout {
    static final String DIRECTORY_NAME = "chunks";
    static final int MAGIC = 0x85BD40DD;
    static final int VERSION = 1;
    static final int VERSION_OFFSET = Integer.BYTES;
    static final int HEADER_LENGTH = 8;
    static final long MAX_SEGMENT_LENGTH = 512L << 20;

    static final int MAX_LENGTH_FIELD = 5;
    static final int ENCODING_LENGTH = 1;
    static final int CHECKSUM_LENGTH = Integer.BYTES;

    /** The fewest bytes of data that hold a sample count. */
    static final int MIN_DATA_LENGTH = Short.BYTES;

    private static final int SEGMENT_SHIFT = 32;
    private static final long OFFSET_MASK = 0xFFFF_FFFFL;

    private ChunkSegmentLayout() {}

    static String fileName(int segment) {
        return String.format(Locale.ROOT, "%06d", segment + 1);
    }

    static long reference(int segment, long offset) {
        return (long) segment << SEGMENT_SHIFT | offset;
    }

    static long segment(long reference) {
        return reference >>> SEGMENT_SHIFT;
    }

    static long offset(long reference) {
        return reference & OFFSET_MASK;
    }
}
