package io.dunlin.tsdb.storage;

import io.dunlin.tsdb.model.Labels;
import org.agrona.DirectBuffer;

/** Turns one encoded label set into labels. Stateless: called only for encodings that the storage has not seen. */
@FunctionalInterface
public interface LabelParser {
    /** Returns the labels, or null where they are no valid series and must be dropped. */
    Labels parse(DirectBuffer source, int offset, int length);
}
