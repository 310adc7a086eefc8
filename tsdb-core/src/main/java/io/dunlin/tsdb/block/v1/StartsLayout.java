package io.dunlin.tsdb.block.v1;

/**
 * The file {@code starts}: the start timestamps of the series of a block that have any. A block without has no such file;
 * other programs ignore it. All fixed-width numbers are big-endian.
 * <pre>
 * | magic &lt;4b&gt; | version &lt;1b&gt; | padding &lt;3b&gt; |
 * | { { series id &lt;uvarint&gt;, length &lt;uvarint&gt;, column } …, crc of the group &lt;4b&gt; } …          groups
 * | { first series id &lt;4b&gt;, place of the group &lt;8b&gt; } …                                   one for each group
 * | groups &lt;4b&gt; | index length &lt;8b&gt; | index contents crc &lt;4b&gt; | crc &lt;4b&gt; |
 * </pre>
 * Series rise by id; within a group an id is told as the difference to the one before, the first as it is. A column is
 * encoded as {@code io.dunlin.tsdb.chunk.StartColumn} does it. The last checksum is over all from the first group's entry
 * on. Checksums are CRC32C.
 */
final class StartsLayout {
    static final String FILE_NAME = "starts";
    static final int MAGIC = 0x44755374;
    static final int VERSION = 1;
    static final int HEADER_LENGTH = 8;

    /** A group ends with so many series. */
    static final int MOST_SERIES = 32;

    /** A group ends when its columns have so many bytes. */
    static final int MOST_BYTES = 4096;

    static final int ENTRY_ID = 0;
    static final int ENTRY_PLACE = ENTRY_ID + Integer.BYTES;
    static final int ENTRY_LENGTH = ENTRY_PLACE + Long.BYTES;

    static final int CHECKSUM_LENGTH = Integer.BYTES;

    static final int FOOTER_GROUPS = 0;
    static final int FOOTER_INDEX_LENGTH = FOOTER_GROUPS + Integer.BYTES;
    static final int FOOTER_INDEX_CHECKSUM = FOOTER_INDEX_LENGTH + Long.BYTES;
    static final int FOOTER_CHECKSUM = FOOTER_INDEX_CHECKSUM + Integer.BYTES;
    static final int FOOTER_LENGTH = FOOTER_CHECKSUM + CHECKSUM_LENGTH;

    private StartsLayout() {}
}
