package io.dunlin.server.kill;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.xerial.snappy.Snappy;

/** Encodes the requests of one writer for remote-write 1.0, by hand so that nothing of Dunlin's own is used. */
final class LoadRequest {
    private static final int BYTES = 1 << 19;

    /** A sample message: the value as field 1, the time as field 2 in the six bytes that today's times need. */
    private static final int SAMPLE_LENGTH = 1 + Double.BYTES + 1 + 6;

    private final Load load;
    private final int writer;
    private final byte[][] steady = new byte[Load.STEADY][];
    private final ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);

    LoadRequest(Load load, int writer) {
        this.load = load;
        this.writer = writer;
        for (int series = 0; series < Load.STEADY; series++) {
            steady[series] = labels(Load.steady(writer, series));
        }
    }

    private static byte[] labels(Map<String, String> labels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TreeMap<>(labels).forEach((name, value) -> {
            ByteArrayOutputStream label = new ByteArrayOutputStream();
            field(label, 1, name.getBytes(StandardCharsets.UTF_8));
            field(label, 2, value.getBytes(StandardCharsets.UTF_8));
            field(out, 1, label.toByteArray());
        });
        return out.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
        out.write(number << 3 | 2);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    /** Returns the compressed body of a request. */
    byte[] body(long request) {
        buffer.clear();
        for (int series = 0; series < Load.STEADY; series++) {
            put(steady[series], request, Load.value(request, series));
        }
        for (int slot = 0; slot < Load.ONCE; slot++) {
            put(labels(Load.once(writer, request, slot)), request, Load.value(request, slot));
        }
        try {
            return Snappy.rawCompress(buffer.array(), buffer.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(byte[] labels, long request, double value) {
        buffer.put((byte) (1 << 3 | 2));
        putVarint(labels.length + 2 + SAMPLE_LENGTH);
        buffer.put(labels);
        buffer.put((byte) (2 << 3 | 2)).put((byte) SAMPLE_LENGTH);
        buffer.put((byte) (1 << 3 | 1)).putDouble(value);
        buffer.put((byte) (2 << 3));
        putVarint(load.time(request));
    }

    private void putVarint(long value) {
        long left = value;
        while (left >>> 7 != 0) {
            buffer.put((byte) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        buffer.put((byte) left);
    }
}
