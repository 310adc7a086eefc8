package io.dunlin.remotewrite;

import io.dunlin.tsdb.model.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes protobuf for tests, field by field, in whatever order and however wrong the test wants it. */
final class ProtoBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] toByteArray() {
        return out.toByteArray();
    }

    ProtoBytes rawVarint(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return this;
    }

    ProtoBytes raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    ProtoBytes varint(int field, long value) {
        return rawVarint(field << 3).rawVarint(value);
    }

    ProtoBytes signed(int field, long value) {
        return varint(field, zigzag(value));
    }

    static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    ProtoBytes fixed64(int field, double value) {
        return rawVarint(field << 3 | 1).rawDouble(value);
    }

    ProtoBytes rawDouble(double value) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return raw(bytes.putLong(Double.doubleToRawLongBits(value)).array());
    }

    ProtoBytes bytes(int field, byte[] value) {
        return rawVarint(field << 3 | 2).rawVarint(value.length).raw(value);
    }

    ProtoBytes string(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtoBytes message(int field, Consumer<ProtoBytes> content) {
        ProtoBytes nested = new ProtoBytes();
        content.accept(nested);
        return bytes(field, nested.toByteArray());
    }

    ProtoBytes packedDoubles(int field, double... values) {
        return message(field, packed -> {
            for (double value : values) {
                packed.rawDouble(value);
            }
        });
    }

    ProtoBytes packedSigned(int field, long... values) {
        return message(field, packed -> {
            for (long value : values) {
                packed.rawVarint(zigzag(value));
            }
        });
    }

    ProtoBytes label(String name, String value) {
        return message(1, label -> label.string(1, name).string(2, value));
    }

    ProtoBytes labels(Labels labels) {
        labels.forEach(label -> label(label.name(), label.value()));
        return this;
    }

    ProtoBytes sample(long time, double value) {
        return message(2, sample -> sample.fixed64(1, value).varint(2, time));
    }

    ProtoBytes span(int field, int offset, int length) {
        return message(field, span -> span.signed(1, offset).varint(2, length));
    }

    /** Adds a series of one sample to a write request. */
    ProtoBytes series(Labels labels, long time, double value) {
        return message(1, series -> series.labels(labels).sample(time, value));
    }
}
