package io.dunlin.tsdb.log;

import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/** Compression of single payloads. Its checksum has been checked before a payload is uncompressed. */
final class SnappyBlocks {
    private SnappyBlocks() {}

    /** Returns the payload compressed, or null where that saves less than an eighth. */
    static byte[] compress(byte[] bytes, int offset, int length) {
        try {
            byte[] compressed = new byte[Snappy.maxCompressedLength(length)];
            int compressedLength = Snappy.compress(bytes, offset, length, compressed, 0);
            return compressedLength < length - (length >> 3) ? Arrays.copyOf(compressed, compressedLength) : null;
        } catch (IOException e) {
            throw new StorageException("compressing a log record failed: length=" + length, e);
        }
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
