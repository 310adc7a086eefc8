package io.dunlin.tsdb.head;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/** Writes the frames of a checkpoint. Makes itself durable every 8 MiB, so that the log's sync never waits long behind it. */
final class CheckpointWriter implements AutoCloseable {
    private static final int SYNC_INTERVAL = 8 << 20;
    private static final long LONGEST_PAUSE_NANOS = 100_000_000;
    private static final int FRAME_PAYLOAD = 256 << 10;

    private final DiskFile file;
    private final RecordWriter payload = new RecordWriter();
    private final RecordWriter labels = new RecordWriter();
    private long pieceBegun = System.nanoTime();
    private long position;
    private long synced;
    private int frames;

    CheckpointWriter(Disk disk, Path path) throws IOException {
        this.file = disk.create(path);
        ByteBuffer header = ByteBuffer.allocate(CheckpointLayout.HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(CheckpointLayout.MAGIC).putInt(CheckpointLayout.CURRENT_VERSION);
        header.putInt(crc(header.array(), CheckpointLayout.HEADER_CRC));
        write(header.flip());
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Returns what takes the next section; call {@link #sectionDone} behind it. */
    RecordWriter section(int kind) {
        payload.putByte(kind);
        return payload;
    }

    /** Returns what takes the next section with its kind; call {@link #sectionDone} behind it. */
    RecordWriter sections() {
        return payload;
    }

    /** Ends a section; frames end between sections only. */
    void sectionDone() throws IOException {
        if (payload.length() >= FRAME_PAYLOAD) {
            writeFrame(payload);
        }
    }

    /** Returns what takes the next section of labels with its kind; call {@link #labelsDone} behind it. */
    RecordWriter labels() {
        return labels;
    }

    /** Ends a section of labels. */
    void labelsDone() throws IOException {
        if (labels.length() >= FRAME_PAYLOAD) {
            writeFrame(labels);
        }
    }

    /** Ends the frames, so that those that follow are read behind them. */
    void framesDone() throws IOException {
        writeFrame(payload);
        writeFrame(labels);
    }

    private void writeFrame(RecordWriter sections) throws IOException {
        if (sections.length() > 0) {
            ByteBuffer header =
                    ByteBuffer.allocate(CheckpointLayout.FRAME_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(sections.length()).putInt(crc(sections.bytes(), sections.length()));
            write(header.flip());
            write(ByteBuffer.wrap(sections.bytes(), 0, sections.length()));
            sections.clear();
            frames++;
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        file.write(position, bytes);
        position += length;
        if (position - synced >= SYNC_INTERVAL) {
            file.sync();
            synced = position;
            pause();
        }
    }

    /** Leaves as much time to others as the last piece took, so that a large head's requests get a core and the disk. */
    private void pause() {
        LockSupport.parkNanos(Math.min(LONGEST_PAUSE_NANOS, System.nanoTime() - pieceBegun));
        pieceBegun = System.nanoTime();
    }

    /** Writes the end and makes the file durable; returns its length. */
    long finish() throws IOException {
        framesDone();
        ByteBuffer end =
                ByteBuffer.allocate(CheckpointLayout.FRAME_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0).putInt(frames);
        write(end.flip());
        file.sync();
        return position;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
