package io.dunlin.remotewrite;

import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelParser;
import org.agrona.DirectBuffer;

/**
 * Parses the label fields of a protobuf {@code TimeSeries} (field 1, repeated); other fields between them are passed
 * over. One parser serves one decoder; not thread-safe.
 *
 * <p>What Prometheus drops without an error is refused by returning null: no metric name, an empty name, a name twice, a
 * name or value that is not UTF-8. Broken protobuf is refused too, and kept for the decoder to throw: the storage that
 * calls the parser need not expect an exception.
 */
final class LabelSetParser implements LabelParser {
    static final int LABEL = ProtoCursor.tag(1, ProtoCursor.LENGTH_DELIMITED);

    private final ProtoCursor cursor = new ProtoCursor();
    private final LabelPairs pairs = new LabelPairs();
    private MalformedRequestException failure;

    @Override
    public Labels parse(DirectBuffer source, int offset, int length) {
        cursor.wrap(source, offset, length);
        pairs.clear();
        try {
            while (cursor.hasMore()) {
                int tag = cursor.readTag();
                if (tag == LABEL) {
                    pairs.read(cursor);
                } else {
                    cursor.skip(tag);
                }
            }
        } catch (MalformedRequestException e) {
            failure = e;
            return null;
        }
        Labels labels = pairs.build();
        return labels == null || labels.metricName().isEmpty() ? null : labels;
    }

    /** Throws what was malformed since the last call, if anything was. */
    void throwFailure() {
        if (failure != null) {
            MalformedRequestException thrown = failure;
            failure = null;
            throw thrown;
        }
    }
}
