package io.dunlin.tsdb.block.v1;

/**
 * The file {@code samples}: where every 32nd symbol and every 32nd postings table entry of an index lie, so that a block
 * opens without reading those sections. It can be made anew from the index at any time; other programs ignore it. All
 * numbers are big-endian.
 * <pre>
 * | magic &lt;4b&gt; | version &lt;1b&gt; | padding &lt;3b&gt; |
 * | offset in the symbol section &lt;4b&gt; …                    one for symbol 0, 32, 64 …
 * | offset in the postings table &lt;4b&gt; …                    for each name, one for its value 0, 32, 64 …
 * | { first sample &lt;4b&gt;, values &lt;4b&gt; } …                   one for each name
 * | symbols &lt;4b&gt; | table samples &lt;4b&gt; | names &lt;4b&gt; | index length &lt;8b&gt; | index contents crc &lt;4b&gt; | crc &lt;4b&gt; |
 * </pre>
 * Offsets count from the first byte behind the section's length. The last checksum is CRC32C over all before it.
 */
final class IndexSampleLayout {
    static final String FILE_NAME = "samples";
    static final int MAGIC = 0x44754E73;
    static final int VERSION = 1;
    static final int VERSION_OFFSET = Integer.BYTES;
    static final int HEADER_LENGTH = 8;

    /** The distance of samples. */
    static final int INTERVAL = 32;

    static final int SAMPLE_LENGTH = Integer.BYTES;
    static final int NAME_FIRST_SAMPLE = 0;
    static final int NAME_VALUES = NAME_FIRST_SAMPLE + Integer.BYTES;
    static final int NAME_LENGTH = NAME_VALUES + Integer.BYTES;

    static final int FOOTER_SYMBOLS = 0;
    static final int FOOTER_TABLE_SAMPLES = FOOTER_SYMBOLS + Integer.BYTES;
    static final int FOOTER_NAMES = FOOTER_TABLE_SAMPLES + Integer.BYTES;
    static final int FOOTER_INDEX_LENGTH = FOOTER_NAMES + Integer.BYTES;
    static final int FOOTER_INDEX_CHECKSUM = FOOTER_INDEX_LENGTH + Long.BYTES;
    static final int FOOTER_CHECKSUM = FOOTER_INDEX_CHECKSUM + Integer.BYTES;
    static final int FOOTER_LENGTH = FOOTER_CHECKSUM + Integer.BYTES;

    private IndexSampleLayout() {}

    /** Returns how many samples {@code count} things have. */
    static int samples(int count) {
        return (int) (((long) count + INTERVAL - 1) / INTERVAL);
    }
}
