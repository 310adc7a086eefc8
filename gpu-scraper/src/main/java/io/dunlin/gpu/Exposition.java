package io.dunlin.gpu;

import io.dunlin.tsdb.model.Labels;
import java.util.List;

/**
 * Prints metric families in Prometheus's text format, version 0.0.4. Values that are NaN are left out, and so are the labels
 * that whoever scrapes this adds.
 */
final class Exposition {
    private static final List<String> SCRAPERS_LABELS = List.of(Labels.METRIC_NAME, "job", "instance");

    private final StringBuilder out = new StringBuilder();

    /** What stands above the family's first sample; empty once it has been written. */
    private String head = "";

    /** Starts a family; one without samples is not printed. */
    void family(String name, String type, String help) {
        head = "# HELP " + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
    }

    void sample(Labels labels, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        out.append(head).append(labels.metricName());
        head = "";
        char before = '{';
        for (Labels.Label label : labels.without(SCRAPERS_LABELS)) {
            out.append(before).append(label.name()).append("=\"");
            escape(label.value());
            out.append('"');
            before = ',';
        }
        out.append("} ").append(value).append('\n');
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
