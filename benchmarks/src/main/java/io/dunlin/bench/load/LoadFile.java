package io.dunlin.bench.load;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Encoded requests in a file, each as number of samples, lane, length, and bytes; read back one at a time, so that a load larger
 * than memory can be sent. A series is always in the same lane, so lanes can be sent side by side and each series still gets
 * its samples in order. Close ends reading.
 */
public final class LoadFile implements AutoCloseable {
    private static final int SERIES_PER_REQUEST = 2000;

    private final FileChannel channel;
    private final ByteBuffer header = ByteBuffer.allocate(12);

    /** How many samples the requests have that were read or passed over. */
    private long samplesRead;

    private LoadFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Writes one sample of every series for each step of {@code [from, to)}, step by step.
     *
     * @param start the time of step 0 in Unix milliseconds
     * @param interval the distance of steps in milliseconds
     */
    public static void write(Path file, LoadSet load, long start, long interval, long from, long to)
            throws IOException {
        RequestEncoder encoder = new RequestEncoder();
        byte[][] labels = new byte[load.size()][];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = encoder.encodeLabels(load.labels(i));
        }
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            for (long step = from; step < to; step++) {
                writeStep(out, encoder, labels, load, start + step * interval, step);
            }
        }
    }

    private static void writeStep(
            DataOutputStream out, RequestEncoder encoder, byte[][] labels, LoadSet load, long time, long step)
            throws IOException {
        for (int first = 0; first < labels.length; first += SERIES_PER_REQUEST) {
            int end = Math.min(first + SERIES_PER_REQUEST, labels.length);
            encoder.begin();
            for (int i = first; i < end; i++) {
                encoder.add(labels[i], time, load.value(i, step));
            }
            write(out, end - first, first / SERIES_PER_REQUEST, encoder.finish());
        }
    }

    /**
     * Writes one sample a series, spread evenly over time in the order of the series: the shape of one-shot series.
     *
     * @param perSecond series a second
     */
    public static void writeOneShot(Path file, LoadSet load, long start, int perSecond) throws IOException {
        RequestEncoder encoder = new RequestEncoder();
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            for (int first = 0; first < load.size(); first += SERIES_PER_REQUEST) {
                int end = Math.min(first + SERIES_PER_REQUEST, load.size());
                encoder.begin();
                for (int i = first; i < end; i++) {
                    encoder.add(encoder.encodeLabels(load.labels(i)), start + i * 1000L / perSecond, load.value(i, 0));
                }
                write(out, end - first, first / SERIES_PER_REQUEST, encoder.finish());
            }
        }
    }

    private static void write(DataOutputStream out, int samples, int lane, byte[] body) throws IOException {
        out.writeInt(samples);
        out.writeInt(lane);
        out.writeInt(body.length);
        out.write(body);
    }

    /** Opens a file for reading. */
    public static LoadFile open(Path file) throws IOException {
        return new LoadFile(FileChannel.open(file, StandardOpenOption.READ));
    }

    /** Returns the requests of a file. */
    public static RequestSource source(Path file) {
        return (lane, lanes) -> {
            LoadFile opened = open(file);
            return new RequestSource.Lane() {
                @Override
                public EncodedRequest next() throws IOException {
                    return opened.next(lane, lanes);
                }

                @Override
                public void close() throws IOException {
                    opened.close();
                }
            };
        };
    }

    /**
     * Returns the next request of every {@code lanes}-th lane, or null at the end. Not thread-safe.
     *
     * @param lane which of them, from 0
     */
    public EncodedRequest next(int lane, int lanes) throws IOException {
        while (true) {
            header.clear();
            if (channel.read(header) < 0) {
                return null;
            }
            fill(header);
            int length = header.getInt(8);
            long before = samplesRead;
            samplesRead += header.getInt(0);
            if (header.getInt(4) % lanes == lane) {
                ByteBuffer body = ByteBuffer.allocate(length);
                fill(body);
                return new EncodedRequest(header.getInt(0), body.array(), before);
            }
            channel.position(channel.position() + length);
        }
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("load file cut short: position=" + channel.position());
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
