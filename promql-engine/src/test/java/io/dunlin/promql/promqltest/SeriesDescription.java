package io.dunlin.promql.promqltest;

import io.dunlin.tsdb.model.Labels;
import java.util.List;

/** A metric with a sequence of values: {@code up{job="a"} 0+1x10 _ stale}. */
record SeriesDescription(Labels labels, List<SequenceValue> values) {
    /** Reads the notation. */
    static SeriesDescription parse(String text, int line) {
        TextCursor cursor = new TextCursor(text, line);
        Labels labels = MetricNotation.parse(cursor);
        return new SeriesDescription(labels, SequenceNotation.parse(cursor));
    }
}
