package io.dunlin.tsdb.log;

import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import org.xerial.snappy.Snappy;

/** Compression of single payloads. Its checksum has been checked before a payload is uncompressed. */
final class SnappyBlocks {
    private SnappyBlocks() {}

    /**
     * Compresses a payload.
     *
     * @param into has room for {@link #longest} bytes
     * @return the length of what was written, or 0 where that saves less than an eighth
     */
    static int compress(byte[] bytes, int offset, int length, byte[] into) {
        try {
            int compressedLength = Snappy.compress(bytes, offset, length, into, 0);
            return compressedLength < length - (length >> 3) ? compressedLength : 0;
        } catch (IOException e) {
            throw new StorageException("compressing a log record failed: length=" + length, e);
        }
    }

    /** Returns how long a compressed payload may become. */
    static int longest(int length) {
        return Snappy.maxCompressedLength(length);
    }

    static int plainLength(byte[] stored, String file, long offset) {
        try {
            return Snappy.uncompressedLength(stored);
        } catch (IOException e) {
            throw new CorruptDataException(file, offset, "a snappy block", e.getMessage());
        }
    }

    static void uncompress(byte[] stored, byte[] plain, String file, long offset) {
        try {
            Snappy.uncompress(stored, 0, stored.length, plain, 0);
        } catch (IOException e) {
            throw new CorruptDataException(file, offset, "a snappy block", e.getMessage());
        }
    }
}
