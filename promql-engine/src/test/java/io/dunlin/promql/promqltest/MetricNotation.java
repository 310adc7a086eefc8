package io.dunlin.promql.promqltest;

import io.dunlin.tsdb.model.Labels;
import java.util.regex.Pattern;

/** Reads a label set: {@code name{label="value", "quoted.label"='value'}}, {@code {"quoted.name", …}}. */
final class MetricNotation {
    private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private MetricNotation() {}

    static Labels parse(TextCursor cursor) {
        Labels.Builder labels = Labels.builder();
        String name = cursor.take(METRIC_NAME);
        if (name != null) {
            labels.set(Labels.METRIC_NAME, name);
        }
        if (cursor.skip("{")) {
            parseBraces(cursor, labels);
        } else if (name == null) {
            throw cursor.error("expected a metric");
        }
        return labels.build();
    }

    private static void parseBraces(TextCursor cursor, Labels.Builder labels) {
        cursor.skipSpace();
        while (!cursor.skip("}")) {
            boolean quoted = isQuote(cursor.peek());
            String name = quoted ? cursor.takeQuoted() : cursor.take(LABEL_NAME);
            if (name == null) {
                throw cursor.error("expected a label name");
            }
            cursor.skipSpace();
            if (cursor.skip("=")) {
                cursor.skipSpace();
                if (!isQuote(cursor.peek())) {
                    throw cursor.error("expected a quoted label value");
                }
                labels.set(name, cursor.takeQuoted());
            } else if (quoted) {
                labels.set(Labels.METRIC_NAME, name);
            } else {
                throw cursor.error("expected \"=\"");
            }
            cursor.skipSpace();
            if (!cursor.looksAt("}")) {
                cursor.expect(",");
                cursor.skipSpace();
            }
        }
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }
}
