package io.dunlin.server.metrics;

/** Writes metric families in Prometheus's text format, version 0.0.4. Not thread-safe. */
public final class MetricWriter {
    /** The media type of the text. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double LARGEST_WHOLE = 1e15;

    private final StringBuilder out = new StringBuilder(16 << 10);
    private String family = "";

    /** Starts a family of gauges; its samples follow. */
    public MetricWriter gauge(String name, String help) {
        return family(name, "gauge", help);
    }

    /** Starts a family of counters; its samples follow. */
    public MetricWriter counter(String name, String help) {
        return family(name, "counter", help);
    }

    private MetricWriter family(String name, String type, String help) {
        family = name;
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /**
     * Writes one sample of the family.
     *
     * @param labels names and values by turns
     */
    public MetricWriter sample(double value, String... labels) {
        appendSeries(labels);
        appendNumber(value);
        out.append('\n');
        return this;
    }

    /** As {@link #sample(double, String...)}, for a whole number. */
    public MetricWriter sample(long value, String... labels) {
        appendSeries(labels);
        out.append(value).append('\n');
        return this;
    }

    private void appendSeries(String... labels) {
        out.append(family);
        if (labels.length > 0) {
            appendLabels(labels);
        }
        out.append(' ');
    }

    private void appendLabels(String... labels) {
        out.append('{');
        for (int i = 0; i < labels.length; i += 2) {
            if (i > 0) {
                out.append(',');
            }
            out.append(labels[i]).append("=\"");
            appendEscaped(labels[i + 1]);
            out.append('"');
        }
        out.append('}');
    }

    private void appendEscaped(String value) {
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

    private void appendNumber(double value) {
        if (Double.isInfinite(value)) {
            out.append(value > 0 ? "+Inf" : "-Inf");
        } else if (value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE) {
            out.append((long) value);
        } else {
            out.append(value);
        }
    }

    /** Returns what was written. */
    @Override
    public String toString() {
        return out.toString();
    }
}
