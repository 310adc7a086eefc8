package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.memory.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Writes one new file from front to back through a buffer, in big-endian numbers, with a running CRC32C. Makes itself
 * durable every 8 MiB, so that no other sync waits long behind it. Not thread-safe; whoever makes it closes it.
 */
final class FileOutput implements AutoCloseable {
    private static final int BUFFER_LENGTH = 256 * 1024;
    private static final int SYNC_INTERVAL = 8 << 20;

    private final DiskFile file;
    private final boolean durable;
    private final byte[] buffer = new byte[BUFFER_LENGTH];
    private final CRC32C crc = new CRC32C();
    private int used;
    private int checksummed;
    private long flushed;
    private long synced;

    private FileOutput(DiskFile file, boolean durable) {
        this.file = file;
        this.durable = durable;
    }

    /** Makes a file that has to last. */
    static FileOutput create(Disk disk, Path path) throws IOException {
        return new FileOutput(disk.create(path), true);
    }

    /** Makes a file that is of no use after a crash, and so is never synced. */
    static FileOutput createScratch(Disk disk, Path path) throws IOException {
        return new FileOutput(disk.create(path), false);
    }

    /** Returns the number of bytes written so far. */
    long position() {
        return flushed + used;
    }

    void putByte(int value) throws IOException {
        room(Byte.BYTES);
        buffer[used++] = (byte) value;
    }

    void putInt(int value) throws IOException {
        room(Integer.BYTES);
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            buffer[used++] = (byte) (value >>> shift);
        }
    }

    void putLong(long value) throws IOException {
        putInt((int) (value >>> Integer.SIZE));
        putInt((int) value);
    }

    void putUvarint(long value) throws IOException {
        room(Leb128.MAX_LENGTH);
        used = Leb128.put(value, buffer, used);
    }

    void putBytes(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int n = Math.min(length - done, roomFor(length - done));
            System.arraycopy(bytes, offset + done, buffer, used, n);
            used += n;
            done += n;
        }
    }

    void putRegion(Region region, long address, long length) throws IOException {
        long done = 0;
        while (done < length) {
            int n = (int) Math.min(length - done, roomFor(length - done));
            region.getBytes(address + done, buffer, used, n);
            used += n;
            done += n;
        }
    }

    /** Writes zeros until the position is a multiple of {@code alignment}. */
    void align(int alignment) throws IOException {
        while (position() % alignment != 0) {
            putByte(0);
        }
    }

    /** Goes on further behind; what is left out reads as zeros and takes no space. */
    void skip(long length) throws IOException {
        flush();
        flushed += length;
    }

    /** Starts a new checksum with the next byte. */
    void startChecksum() {
        crc.reset();
        checksummed = used;
    }

    /** Returns the checksum of all bytes since {@link #startChecksum()}. */
    int checksum() {
        crc.update(buffer, checksummed, used - checksummed);
        checksummed = used;
        return (int) crc.getValue();
    }

    /** Replaces four bytes that were written earlier; the running checksum does not notice. */
    void patchInt(long position, int value) throws IOException {
        if (position >= flushed) {
            ByteBuffer.wrap(buffer).putInt((int) (position - flushed), value);
        } else {
            file.write(position, ByteBuffer.allocate(Integer.BYTES).putInt(0, value));
        }
    }

    private int roomFor(long wanted) throws IOException {
        room((int) Math.min(wanted, buffer.length));
        return buffer.length - used;
    }

    private void room(int wanted) throws IOException {
        if (buffer.length - used < wanted) {
            flush();
        }
    }

    /** Hands everything to the system, so that a mapping of the file sees it. */
    void flush() throws IOException {
        crc.update(buffer, checksummed, used - checksummed);
        file.write(flushed, ByteBuffer.wrap(buffer, 0, used));
        flushed += used;
        used = 0;
        checksummed = 0;
        if (durable && flushed - synced >= SYNC_INTERVAL) {
            file.sync();
            synced = flushed;
        }
    }

    /** Writes out what is left, makes it durable where the file has to last, and closes it. */
    void finish() throws IOException {
        flush();
        if (durable) {
            file.sync();
        }
        file.close();
    }

    /** Closes the file as it is. Idempotent. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
