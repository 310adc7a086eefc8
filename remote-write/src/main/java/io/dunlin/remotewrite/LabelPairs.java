package io.dunlin.remotewrite;

import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.Utf8Order;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects protobuf {@code Label} messages (name = 1, value = 2) into a label set. Reused; not thread-safe.
 *
 * <p>Labels in name order, as Prometheus sends them, become the set without sorting. Empty values are left out, since
 * they mean the same as no label.
 */
final class LabelPairs {
    private static final int NAME = ProtoCursor.tag(1, ProtoCursor.LENGTH_DELIMITED);
    private static final int VALUE = ProtoCursor.tag(2, ProtoCursor.LENGTH_DELIMITED);
    private static final long KNOWN_FIELDS = 0b110;
    private static final byte[] NOTHING = {};
    private static final char REPLACEMENT = '\uFFFD';

    private String[] pairs = new String[32];
    private int size;
    private boolean valid;
    private boolean sorted;

    /** Forgets all labels. */
    void clear() {
        size = 0;
        valid = true;
        sorted = true;
    }

    /** Reads one label whose length comes next. */
    void read(ProtoCursor cursor) {
        byte[] name = NOTHING;
        byte[] value = NOTHING;
        int outer = cursor.enter();
        while (cursor.hasMore()) {
            int tag = cursor.readTag();
            if (tag == NAME) {
                name = cursor.readBytes();
            } else if (tag == VALUE) {
                value = cursor.readBytes();
            } else {
                cursor.skipUnknown(tag, KNOWN_FIELDS);
            }
        }
        cursor.leave(outer);
        add(decode(name), decode(value));
    }

    /** Returns the string, or null where the bytes are not UTF-8. */
    private static String decode(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        boolean replaced = text.indexOf(REPLACEMENT) >= 0;
        return replaced && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), utf8) ? null : text;
    }

    private void add(String name, String value) {
        if (name == null || name.isEmpty() || value == null) {
            valid = false;
            return;
        }
        if (size + 2 > pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * pairs.length);
        }
        sorted &= size == 0 || Utf8Order.compare(pairs[size - 2], name) < 0;
        pairs[size++] = name;
        pairs[size++] = value;
    }

    /** Returns the set, or null where a label is invalid or a name occurs twice. */
    Labels build() {
        if (!valid || (!sorted && !sort())) {
            return null;
        }
        String[] kept = new String[size];
        int next = 0;
        for (int i = 0; i < size; i += 2) {
            if (!pairs[i + 1].isEmpty()) {
                kept[next++] = pairs[i];
                kept[next++] = pairs[i + 1];
            }
        }
        return Labels.ofSorted(next == size ? kept : Arrays.copyOf(kept, next));
    }

    /** Sorts the pairs by name; returns whether all names differ. */
    private boolean sort() {
        Integer[] order = new Integer[size / 2];
        Arrays.setAll(order, i -> 2 * i);
        String[] unsorted = pairs;
        Arrays.sort(order, (a, b) -> Utf8Order.compare(unsorted[a], unsorted[b]));
        pairs = new String[unsorted.length];
        boolean unique = true;
        for (int i = 0; i < order.length; i++) {
            pairs[2 * i] = unsorted[order[i]];
            pairs[2 * i + 1] = unsorted[order[i] + 1];
            unique &= i == 0 || !pairs[2 * i].equals(pairs[2 * i - 2]);
        }
        return unique;
    }
}
