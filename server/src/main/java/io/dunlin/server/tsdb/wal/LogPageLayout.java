package io.dunlin.server.tsdb.wal;

/**
 * Segments of Prometheus's log. Big-endian; checksums are CRC32C.
 * <pre>
 * segment  := page*                         of {@value #PAGE} bytes; the last one may be short
 * page     := fragment* zero*
 * fragment := | type &lt;1b&gt; | length &lt;2b&gt; | crc of the data &lt;4b&gt; | data |
 * type     := part (3 bits): 0 the rest of the page is empty, 1 whole, 2 first, 3 middle, 4 last
 *             | 8 the record is compressed by snappy | 16 the record is compressed by zstd
 * </pre>
 * A record is the data of a whole fragment, or of a first, any number of middle ones and a last; it does not leave its
 * segment. Segments are named by their number in eight digits. A directory {@code checkpoint.n} holds segments of its own,
 * which stand for those up to {@code n}.
 */
final class LogPageLayout {
    static final int PAGE = 32 * 1024;
    static final int HEADER = 7;
    static final int LENGTH = 1;
    static final int CHECKSUM = 3;

    static final int PART_MASK = 7;
    static final int EMPTY = 0;
    static final int WHOLE = 1;
    static final int FIRST = 2;
    static final int MIDDLE = 3;
    static final int LAST = 4;

    static final int SNAPPY = 8;
    static final int ZSTD = 16;

    /** No type is greater: zstd and snappy are not used at once. */
    static final int GREATEST = ZSTD | LAST;

    private LogPageLayout() {}
}
