package io.dunlin.tsdb.block.v1;

/**
 * The file {@code digests} of a run: of each series what a query over many of them wants, so that it need not read their
 * entries and chunks, from which all of it can be made anew. Other programs ignore the file. All numbers are big-endian.
 * <pre>
 * | magic &lt;4b&gt; | version &lt;1b&gt; | padding &lt;3b&gt; |
 * | { id &lt;4b&gt; } … { hash, low lane &lt;8b&gt; } … { hash, high lane &lt;8b&gt; } …
 * | { time &lt;8b&gt; } … { value &lt;8b&gt; } … | crc of the group &lt;4b&gt; |                      groups of 256 series
 * | series &lt;4b&gt; | seeds of the hashes, told by a hash &lt;8b&gt; &lt;8b&gt; |
 * | index length &lt;8b&gt; | index contents crc &lt;4b&gt; | crc of all since series &lt;4b&gt; |
 * </pre>
 * All series of the index are in it, by rising id; every group but the last is full. The hash is the {@code LabelSetHash} of
 * the labels: it is of use to who has the same seeds. Time and value are those of the only sample where a series has one,
 * a float without a start timestamp; else the time is {@link #NO_SAMPLE}. Checksums are CRC32C.
 */
final class DigestsLayout {
    static final String FILE_NAME = "digests";
    static final int MAGIC = 0x44754467;
    static final int VERSION = 1;
    static final int HEADER_LENGTH = 8;

    /** The time of a series whose samples are not here. */
    static final long NO_SAMPLE = Long.MIN_VALUE;

    /** The series of a group. */
    static final int GROUP = 256;

    /** What a series takes. */
    static final int LENGTH = Integer.BYTES + 4 * Long.BYTES;

    static final int CHECKSUM_LENGTH = Integer.BYTES;
    static final int GROUP_LENGTH = GROUP * LENGTH + CHECKSUM_LENGTH;

    static final int FOOTER_SERIES = 0;
    static final int FOOTER_SEEDS_LOW = FOOTER_SERIES + Integer.BYTES;
    static final int FOOTER_SEEDS_HIGH = FOOTER_SEEDS_LOW + Long.BYTES;
    static final int FOOTER_INDEX_LENGTH = FOOTER_SEEDS_HIGH + Long.BYTES;
    static final int FOOTER_INDEX_CHECKSUM = FOOTER_INDEX_LENGTH + Long.BYTES;
    static final int FOOTER_CHECKSUM = FOOTER_INDEX_CHECKSUM + Integer.BYTES;
    static final int FOOTER_LENGTH = FOOTER_CHECKSUM + CHECKSUM_LENGTH;

    private DigestsLayout() {}

    /** Returns how many groups there are for some series. */
    static int groups(int series) {
        return (series + GROUP - 1) / GROUP;
    }

    /** Returns where a group begins. */
    static long place(int group) {
        return HEADER_LENGTH + (long) group * GROUP_LENGTH;
    }

    /** Returns how many of the series a group has. */
    static int size(int group, int series) {
        return Math.min(GROUP, series - group * GROUP);
    }

    /** Returns the length of the whole file. */
    static long length(int series) {
        return HEADER_LENGTH + (long) series * LENGTH + (long) groups(series) * CHECKSUM_LENGTH + FOOTER_LENGTH;
    }

    /** Where the columns of a group of {@code size} series begin, counted from the group's begin. */
    static int lows(int size) {
        return size * Integer.BYTES;
    }

    static int highs(int size) {
        return lows(size) + size * Long.BYTES;
    }

    static int times(int size) {
        return highs(size) + size * Long.BYTES;
    }

    static int values(int size) {
        return times(size) + size * Long.BYTES;
    }
}
