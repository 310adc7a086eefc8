package io.dunlin.tsdb.log;

import io.dunlin.tsdb.memory.Region;

/** Finds intact frames ({@link LogFrameLayout}) in the bytes of one segment. Reads, and never believes, what is there. */
final class FrameScanner {
    private final Region region;
    private final long segment;
    private final long end;
    private final byte[] header = new byte[LogFrameLayout.HEADER_LENGTH];

    FrameScanner(Region region, long segment, long length) {
        this.region = region;
        this.segment = segment;
        this.end = length;
    }

    /** Returns whether a whole frame with right checksums begins here. */
    boolean isIntact(long at) {
        if (at + LogFrameLayout.HEADER_LENGTH > end) {
            return false;
        }
        int length = length(at);
        if (length < 0 || length > end - at - LogFrameLayout.HEADER_LENGTH || !isEncoding(at)) {
            return false;
        }
        region.getBytes(at, header, 0, header.length);
        return region.getInt(at + LogFrameLayout.HEADER_CRC) == LogFrameLayout.headerCrc(segment, header)
                && region.getInt(at + LogFrameLayout.PAYLOAD_CRC)
                        == region.crc32c(at + LogFrameLayout.HEADER_LENGTH, length);
    }

    private boolean isEncoding(long at) {
        int encoding = region.getInt(at + LogFrameLayout.ENCODING);
        return encoding == LogFrameLayout.PLAIN || encoding == LogFrameLayout.SNAPPY;
    }

    int length(long at) {
        return region.getInt(at + LogFrameLayout.LENGTH);
    }

    long sequence(long at) {
        return region.getLong(at + LogFrameLayout.SEQUENCE);
    }

    /** Returns the last record that was durable when a frame was written. */
    long synced(long at) {
        return region.getLong(at + LogFrameLayout.SYNCED);
    }

    /** Returns whether the writer ended the segment here: zeros, or no room for a frame. */
    boolean isEnd(long at) {
        if (at + LogFrameLayout.HEADER_LENGTH > end) {
            return true;
        }
        long any = 0;
        for (int i = 0; i < LogFrameLayout.HEADER_LENGTH; i += Long.BYTES) {
            any |= region.getLong(at + i);
        }
        return any == 0;
    }

    /**
     * Returns where the next intact frame begins whose sequence lies between two numbers, inclusive, and that was written
     * when {@code minSynced} was durable; -1 where there is none.
     */
    long find(long from, long minSequence, long maxSequence, long minSynced) {
        return findBefore(end, from, minSequence, maxSequence, minSynced);
    }

    /** As {@link #find}, for a frame that begins before a position. */
    long findBefore(long limit, long from, long minSequence, long maxSequence, long minSynced) {
        for (long at = from; at < limit && at + LogFrameLayout.HEADER_LENGTH <= end; at += LogFrameLayout.ALIGNMENT) {
            long sequence = sequence(at);
            if (sequence >= minSequence && sequence <= maxSequence && synced(at) >= minSynced && isIntact(at)) {
                return at;
            }
        }
        return -1;
    }
}
