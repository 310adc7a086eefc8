package io.dunlin.gpu;

import io.dunlin.tsdb.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Label sets encoded once, so that every scrape resolves them by hash alone. The encoding is this class's own: for each
 * label a name and a value, each as a 32-bit length and UTF-8 bytes.
 */
final class EncodedSeries {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final int[] offsets;
    private final int[] lengths;

    EncodedSeries(List<Labels> series) {
        offsets = new int[series.size()];
        lengths = new int[series.size()];
        int end = 0;
        for (int i = 0; i < series.size(); i++) {
            offsets[i] = end;
            for (Labels.Label label : series.get(i)) {
                end = put(end, label.name());
                end = put(end, label.value());
            }
            lengths[i] = end - offsets[i];
        }
    }

    private int put(int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.putInt(at, bytes.length);
        buffer.putBytes(at + Integer.BYTES, bytes);
        return at + Integer.BYTES + bytes.length;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int[] offsets() {
        return offsets;
    }

    int[] lengths() {
        return lengths;
    }

    int size() {
        return offsets.length;
    }

    /** Reads a label set back; the storage calls it for encodings it has not seen. */
    static Labels parse(DirectBuffer source, int offset, int length) {
        Labels.Builder labels = Labels.builder();
        int end = offset + length;
        int at = offset;
        while (at < end) {
            String name = text(source, at);
            at += Integer.BYTES + source.getInt(at);
            labels.set(name, text(source, at));
            at += Integer.BYTES + source.getInt(at);
        }
        return labels.build();
    }

    private static String text(DirectBuffer source, int at) {
        byte[] bytes = new byte[source.getInt(at)];
        source.getBytes(at + Integer.BYTES, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
