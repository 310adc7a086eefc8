package io.dunlin.server.derived;

import io.dunlin.tsdb.block.Ulid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * How an answer lies in the file.
 *
 * <pre>
 * key   := ULID high, ULID low (8 bytes each), question (UTF-8)
 * value := CRC32C of key and the rest (4 bytes), count (4 bytes), count × { length (4 bytes), UTF-8 }
 * </pre>
 */
final class AnswerCodec {
    private static final int ULID_BYTES = 2 * Long.BYTES;

    private AnswerCodec() {}

    static byte[] key(Ulid block, String question) {
        byte[] text = question.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(ULID_BYTES + text.length)
                .putLong(block.high())
                .putLong(block.low())
                .put(text)
                .array();
    }

    /** Returns the block that a key is of. */
    static Ulid block(byte[] key) {
        ByteBuffer in = ByteBuffer.wrap(key);
        return new Ulid(in.getLong(), in.getLong());
    }

    static byte[] value(byte[] key, List<String> answer) {
        List<byte[]> texts = new ArrayList<>(answer.size());
        int length = 2 * Integer.BYTES;
        for (String text : answer) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            texts.add(bytes);
            length += Integer.BYTES + bytes.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length).position(Integer.BYTES).putInt(texts.size());
        texts.forEach(text -> out.putInt(text.length).put(text));
        return out.putInt(0, checksum(key, out.array())).array();
    }

    private static int checksum(byte[] key, byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(value, Integer.BYTES, value.length - Integer.BYTES);
        return (int) crc.getValue();
    }

    /** Returns the answer, or null where the value is not what was written for the key. */
    static List<String> answer(byte[] key, byte[] value) {
        if (value.length < 2 * Integer.BYTES || ByteBuffer.wrap(value).getInt() != checksum(key, value)) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(value).position(Integer.BYTES);
        int count = in.getInt();
        List<String> answer = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = in.getInt();
            answer.add(new String(value, in.position(), length, StandardCharsets.UTF_8));
            in.position(in.position() + length);
        }
        return List.copyOf(answer);
    }
}
