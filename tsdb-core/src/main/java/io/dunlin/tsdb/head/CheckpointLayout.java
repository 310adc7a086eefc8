package io.dunlin.tsdb.head;

import java.util.Locale;

/**
 * A checkpoint file: what the head was after a record of the log, so that the records up to it need not be replayed.
 * Little-endian.
 * <pre>
 * file   := header frame* end
 * header := | magic &lt;8b&gt; | version &lt;4b&gt; | crc of both &lt;4b&gt; |
 * frame  := | length &lt;4b&gt; | crc of the payload &lt;4b&gt; | payload |
 * end    := | 0 &lt;4b&gt; | number of frames &lt;4b&gt; |
 * </pre>
 * A payload is sections ({@link SectionLayout}); checksums are CRC32C. The name is the number of the record, in 20 digits.
 */
final class CheckpointLayout {
    static final long MAGIC = 0x746e696f_706b6843L;
    static final int CURRENT_VERSION = 4;
    static final int VERSION = Long.BYTES;
    static final int HEADER_CRC = VERSION + Integer.BYTES;
    static final int HEADER_LENGTH = HEADER_CRC + Integer.BYTES;

    static final int FRAME_LENGTH = 0;
    static final int FRAME_CRC = FRAME_LENGTH + Integer.BYTES;
    static final int FRAME_HEADER_LENGTH = FRAME_CRC + Integer.BYTES;

    private CheckpointLayout() {}

    static String fileName(long sequence) {
        return String.format(Locale.ROOT, "%020d", sequence);
    }

    static boolean isFileName(String name) {
        return name.matches("[0-9]{20}");
    }
}
