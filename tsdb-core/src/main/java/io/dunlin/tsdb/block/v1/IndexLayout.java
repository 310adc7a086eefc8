package io.dunlin.tsdb.block.v1;

/**
 * The {@code index} file: header, sections, table of contents. All fixed-width numbers are big-endian; {@code uvarint} and
 * {@code varint} are LEB128, the latter zigzag; checksums are CRC32C over what lies between the length and the checksum.
 * <pre>
 * header          | magic &lt;4b&gt; | version &lt;1b&gt; |
 * symbols         | length &lt;4b&gt; | count &lt;4b&gt; | { length &lt;uvarint&gt;, bytes } … | crc &lt;4b&gt; |
 * series          { padding to 16, length &lt;uvarint&gt;, labels, chunks, crc &lt;4b&gt; } …
 * postings        { padding to 4, length &lt;4b&gt;, count &lt;4b&gt;, series id &lt;4b&gt; …, crc &lt;4b&gt; } …
 * postings table  | length &lt;4b&gt; | count &lt;4b&gt; | { 2 &lt;1b&gt;, name, value, offset &lt;uvarint&gt; } … | crc &lt;4b&gt; |
 * contents        | 6 section offsets &lt;8b&gt; each | crc &lt;4b&gt; |
 * </pre>
 */
final class IndexLayout {
    static final String FILE_NAME = "index";
    static final int MAGIC = 0xBAAAD700;

    /** The version whose symbols are referred to by file offset and series by unaligned file offset; read only. */
    static final int VERSION_1 = 1;

    /** The version that is written: symbols by number, series by offset / 16. */
    static final int VERSION_2 = 2;

    static final int VERSION_OFFSET = Integer.BYTES;
    static final int HEADER_LENGTH = VERSION_OFFSET + Byte.BYTES;

    static final int SERIES_ALIGNMENT = 16;
    static final int POSTINGS_ALIGNMENT = 4;
    static final int CHECKSUM_LENGTH = Integer.BYTES;

    /** The number of keys of an entry of the postings table: a name and a value. */
    static final int POSTINGS_TABLE_KEYS = 2;

    static final int CONTENTS_SYMBOLS = 0;
    static final int CONTENTS_SERIES = CONTENTS_SYMBOLS + Long.BYTES;
    static final int CONTENTS_LABEL_INDICES = CONTENTS_SERIES + Long.BYTES;
    static final int CONTENTS_LABEL_INDICES_TABLE = CONTENTS_LABEL_INDICES + Long.BYTES;
    static final int CONTENTS_POSTINGS = CONTENTS_LABEL_INDICES_TABLE + Long.BYTES;
    static final int CONTENTS_POSTINGS_TABLE = CONTENTS_POSTINGS + Long.BYTES;
    static final int CONTENTS_CHECKSUM = CONTENTS_POSTINGS_TABLE + Long.BYTES;
    static final int CONTENTS_LENGTH = CONTENTS_CHECKSUM + CHECKSUM_LENGTH;

    /** The largest section whose length the format can write down, and the largest file a series id reaches into. */
    static final long MAX_SECTION_LENGTH = 0xFFFF_FFFFL;

    static final long MAX_FILE_LENGTH = (MAX_SECTION_LENGTH + 1) * SERIES_ALIGNMENT;

    private IndexLayout() {}
}
