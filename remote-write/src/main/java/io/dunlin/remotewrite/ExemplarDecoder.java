package io.dunlin.remotewrite;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.Labels;

/** Reads {@code Exemplar}: labels = 1 (repeated Label), value = 2 (double), timestamp = 3 (int64). Not thread-safe. */
final class ExemplarDecoder {
    private static final int VALUE = ProtoCursor.tag(2, ProtoCursor.FIXED64);
    private static final int TIME = ProtoCursor.tag(3, ProtoCursor.VARINT);
    private static final long KNOWN_FIELDS = 0b1110;

    private final LabelPairs pairs = new LabelPairs();

    /** Reads an exemplar whose length comes next; returns null where its labels are invalid. */
    Exemplar read(ProtoCursor cursor) {
        double value = 0;
        long time = 0;
        pairs.clear();
        int outer = cursor.enter();
        while (cursor.hasMore()) {
            int tag = cursor.readTag();
            if (tag == LabelSetParser.LABEL) {
                pairs.read(cursor);
            } else if (tag == VALUE) {
                value = cursor.readDouble();
            } else if (tag == TIME) {
                time = cursor.readVarint();
            } else {
                cursor.skipUnknown(tag, KNOWN_FIELDS);
            }
        }
        cursor.leave(outer);
        Labels labels = pairs.build();
        return labels == null ? null : new Exemplar(labels, value, time);
    }
}
