package io.dunlin.tsdb.block.v1;

/**
 * The file {@code tombstones}: what of a block is deleted.
 * <pre>
 * | magic &lt;4b&gt; | version &lt;1b&gt; | { series id &lt;uvarint&gt;, minTime &lt;varint&gt;, maxTime &lt;varint&gt; } … | crc &lt;4b&gt; |
 * </pre>
 * Both times are inclusive. The checksum is CRC32C over the entries only. An absent file deletes nothing.
 */
final class TombstonesLayout {
    static final String FILE_NAME = "tombstones";
    static final int MAGIC = 0x0130BA30;
    static final int VERSION = 1;
    static final int VERSION_OFFSET = Integer.BYTES;
    static final int HEADER_LENGTH = VERSION_OFFSET + Byte.BYTES;
    static final int CHECKSUM_LENGTH = Integer.BYTES;

    private TombstonesLayout() {}
}
