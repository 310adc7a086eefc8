package io.dunlin.server.differential;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes protobuf, field by field, with nothing of the code that reads it. */
final class ProtoBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private ProtoBytes raw(long varint) {
        long left = varint;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return this;
    }

    private void raw(double value) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.writeBytes(bytes.putLong(Double.doubleToRawLongBits(value)).array());
    }

    ProtoBytes varint(int field, long value) {
        return raw((long) field << 3).raw(value);
    }

    ProtoBytes signed(int field, long value) {
        return varint(field, value << 1 ^ value >> 63);
    }

    ProtoBytes fixed64(int field, double value) {
        raw((long) field << 3 | 1).raw(value);
        return this;
    }

    private ProtoBytes bytes(int field, byte[] value) {
        raw((long) field << 3 | 2).raw((long) value.length);
        out.writeBytes(value);
        return this;
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
                packed.raw(value);
            }
        });
    }

    ProtoBytes packedSigned(int field, long... values) {
        return message(field, packed -> {
            for (long value : values) {
                packed.raw(value << 1 ^ value >> 63);
            }
        });
    }
}
