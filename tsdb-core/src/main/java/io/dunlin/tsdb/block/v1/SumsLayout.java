package io.dunlin.tsdb.block.v1;

/**
 * The file {@code sums}: checksums of whole files of a block, which the format itself leaves partly unprotected: {@code
 * meta.json}, lengths, padding. Other programs ignore it.
 * <pre>
 * | magic &lt;4b&gt; | version &lt;1b&gt; | padding &lt;3b&gt; | files &lt;4b&gt; |
 * | { length of name &lt;uvarint&gt;, name, length of file &lt;8b&gt;, { crc of each MiB &lt;4b&gt; } … } … | crc &lt;4b&gt; |
 * </pre>
 * Big-endian, CRC32C; the last checksum is over all before it. A name may occur more than once: the file is then one of
 * the versions, because the two can't be exchanged in one step.
 */
final class SumsLayout {
    static final String FILE_NAME = "sums";
    static final int MAGIC = 0x44755375;
    static final int VERSION = 1;
    static final int VERSION_OFFSET = Integer.BYTES;
    static final int HEADER_LENGTH = 8;
    static final int CHECKSUM_LENGTH = Integer.BYTES;

    /** How many bytes of a file one checksum covers. */
    static final int PIECE_LENGTH = 1 << 20;

    private SumsLayout() {}

    /** Returns how many checksums a file of some length has. */
    static int pieces(long length) {
        return Math.toIntExact((length + PIECE_LENGTH - 1) / PIECE_LENGTH);
    }
}
