package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Chunk segments that Prometheus wrote, from the test resources. */
final class GoldenChunks {
    private static final int SEGMENT_HEADER = 8;
    private static final int CRC = 4;

    private GoldenChunks() {}

    /** A chunk's encoding number and bytes. */
    record Golden(int encoding, byte[] bytes) {
        EncodedChunk chunk() {
            return new EncodedChunk().wrap(ChunkEncoding.ofCode(encoding), Region.ofHeap(bytes), 0, bytes.length);
        }
    }

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = GoldenChunks.class.getResourceAsStream("/golden/chunk/" + name)) {
            return in.readAllBytes();
        }
    }

    static List<String> lines(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8).lines().toList();
    }

    /** Returns the chunks of a segment file, in its order. */
    static List<Golden> chunks(String name) throws IOException {
        byte[] file = bytes(name);
        List<Golden> chunks = new ArrayList<>();
        int at = SEGMENT_HEADER;
        while (at < file.length) {
            int length = 0;
            int shift = 0;
            do {
                length |= (file[at] & 0x7F) << shift;
                shift += 7;
            } while (file[at++] < 0);
            byte[] data = java.util.Arrays.copyOfRange(file, at + 1, at + 1 + length);
            chunks.add(new Golden(file[at], data));
            at += 1 + length + CRC;
        }
        return chunks;
    }
}
