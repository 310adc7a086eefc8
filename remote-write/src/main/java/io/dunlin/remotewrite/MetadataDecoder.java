package io.dunlin.remotewrite;

import io.dunlin.tsdb.model.MetricMetadata;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads {@code MetricMetadata}: type = 1 (enum), metric_family_name = 2, help = 4, unit = 5 (strings). Stateless.
 */
final class MetadataDecoder {
    private static final int TYPE = ProtoCursor.tag(1, ProtoCursor.VARINT);
    private static final int FAMILY = ProtoCursor.tag(2, ProtoCursor.LENGTH_DELIMITED);
    private static final int HELP = ProtoCursor.tag(4, ProtoCursor.LENGTH_DELIMITED);
    private static final int UNIT = ProtoCursor.tag(5, ProtoCursor.LENGTH_DELIMITED);
    private static final long KNOWN_FIELDS = 0b110110;

    /** The words of the enum's numbers. */
    private static final List<String> TYPES =
            List.of("unknown", "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset");

    /** Reads metadata whose length comes next; returns null where it names no metric family. */
    MetricMetadata read(ProtoCursor cursor) {
        long type = 0;
        String family = "";
        String help = "";
        String unit = "";
        int outer = cursor.enter();
        while (cursor.hasMore()) {
            int tag = cursor.readTag();
            if (tag == TYPE) {
                type = cursor.readVarint();
            } else if (tag == FAMILY) {
                family = readString(cursor);
            } else if (tag == HELP) {
                help = readString(cursor);
            } else if (tag == UNIT) {
                unit = readString(cursor);
            } else {
                cursor.skipUnknown(tag, KNOWN_FIELDS);
            }
        }
        cursor.leave(outer);
        boolean known = type >= 0 && type < TYPES.size();
        return family.isEmpty() ? null : new MetricMetadata(family, TYPES.get(known ? (int) type : 0), help, unit);
    }

    private static String readString(ProtoCursor cursor) {
        return new String(cursor.readBytes(), StandardCharsets.UTF_8);
    }
}
