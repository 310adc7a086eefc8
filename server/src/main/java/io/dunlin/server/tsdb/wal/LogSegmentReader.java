package io.dunlin.server.tsdb.wal;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.xerial.snappy.Snappy;

/** Reads the records of one segment ({@link LogPageLayout}) after the other. Not thread-safe. */
final class LogSegmentReader {
    /** Longer than any record that Prometheus writes: a damaged length must not take the memory. */
    private static final int LONGEST_RECORD = 512 << 20;

    /** The most that a block of zstd is when it is uncompressed, and the least that it is when it is compressed. */
    private static final long ZSTD_BLOCK = 128 << 10;

    private static final int ZSTD_LEAST = 4;

    private final ByteBuffer page = ByteBuffer.allocate(LogPageLayout.PAGE);
    private final ByteArrayOutputStream record = new ByteArrayOutputStream();
    private final CRC32C checksum = new CRC32C();
    private final Consumer<byte[]> visitor;
    private String file = "";
    private long pageStart;

    /** The type of the last fragment of an unfinished record, or {@link LogPageLayout#EMPTY}. */
    private int unfinished;

    LogSegmentReader(Consumer<byte[]> visitor) {
        this.visitor = visitor;
    }

    /**
     * Reads a segment.
     *
     * @throws CorruptDataException where it is damaged; what lies before that was visited. A segment that was being
     *     written may end within a record, which is no damage
     */
    void read(Path segment) throws IOException {
        try (InputStream in = Files.newInputStream(segment)) {
            read(segment.toString(), in);
        }
    }

    /** Reads a segment; {@code name} stands in what is said of damage. */
    void read(String name, InputStream segment) throws IOException {
        file = name;
        pageStart = 0;
        unfinished = LogPageLayout.EMPTY;
        int length = segment.readNBytes(page.array(), 0, LogPageLayout.PAGE);
        while (length > 0) {
            page.clear().limit(length);
            readPage();
            pageStart += length;
            length = segment.readNBytes(page.array(), 0, LogPageLayout.PAGE);
        }
    }

    private void readPage() {
        while (page.remaining() >= LogPageLayout.HEADER) {
            int start = page.position();
            int type = Byte.toUnsignedInt(page.get(start));
            int length = Short.toUnsignedInt(page.getShort(start + LogPageLayout.LENGTH));
            if (type == LogPageLayout.EMPTY) {
                requireEmpty(start);
                return;
            }
            if (LogPageLayout.HEADER + length > page.remaining()) {
                if (page.limit() < LogPageLayout.PAGE) {
                    return;
                }
                throw damage(start, "a fragment that ends within its page", "length=" + length);
            }
            page.position(start + LogPageLayout.HEADER);
            checksum.reset();
            checksum.update(page.array(), page.position(), length);
            if ((int) checksum.getValue() != page.getInt(start + LogPageLayout.CHECKSUM)) {
                throw damage(start, "a fragment with its checksum", "other bytes");
            }
            addFragment(type, length, start);
            page.position(start + LogPageLayout.HEADER + length);
        }
    }

    private void requireEmpty(int from) {
        for (int at = from; at < page.limit(); at++) {
            if (page.get(at) != 0) {
                throw damage(at, "an empty rest of a page", page.get(at));
            }
        }
    }

    private void addFragment(int type, int length, int start) {
        int part = type & LogPageLayout.PART_MASK;
        boolean begins = part == LogPageLayout.WHOLE || part == LogPageLayout.FIRST;
        boolean ends = part == LogPageLayout.WHOLE || part == LogPageLayout.LAST;
        if (part > LogPageLayout.LAST
                || type > LogPageLayout.GREATEST
                || begins == (unfinished != LogPageLayout.EMPTY)) {
            throw damage(start, begins ? "more of a record" : "the begin of a record", "fragment type=" + type);
        }
        if (begins) {
            record.reset();
        }
        if (record.size() + length > LONGEST_RECORD) {
            throw damage(start, "a record of at most " + LONGEST_RECORD + " bytes", "more");
        }
        record.write(page.array(), page.position(), length);
        unfinished = ends ? LogPageLayout.EMPTY : type;
        if (ends && record.size() > 0) {
            visitor.accept(uncompressed(type, record.toByteArray(), start));
        }
    }

    private byte[] uncompressed(int type, byte[] stored, int start) {
        try {
            if ((type & LogPageLayout.SNAPPY) != 0) {
                // Snappy itself refuses a length that so few bytes can't have.
                requireLength(Snappy.uncompressedLength(stored), LONGEST_RECORD, start);
                return Snappy.uncompress(stored);
            }
            if ((type & LogPageLayout.ZSTD) != 0) {
                long length = Zstd.getFrameContentSize(stored);
                requireLength(length, Math.min(LONGEST_RECORD, stored.length / ZSTD_LEAST * ZSTD_BLOCK), start);
                return Zstd.decompress(stored, (int) length);
            }
            return stored;
        } catch (IOException | ZstdException e) {
            throw damage(start, "a compressed record", e.getMessage());
        }
    }

    private void requireLength(long length, long most, int start) {
        if (length < 0 || length > most) {
            throw damage(start, "a record of at most " + most + " bytes", length);
        }
    }

    private CorruptDataException damage(int at, String expected, Object actual) {
        return new CorruptDataException(file, pageStart + at, expected, actual);
    }
}
