package io.dunlin.bench.harness;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Prints measures as a Markdown table: medians, spread, and the first server's ratio to each other one. */
public final class Table {
    private static final String NOTHING = "–";

    private Table() {}

    /** Returns a table with a line a measure, and for each name at several places a table with a line a place. */
    public static String of(List<ServerSpec> servers, List<Measure> measures) {
        StringBuilder out = new StringBuilder();
        List<Measure> single =
                measures.stream().filter(measure -> measure.at() == null).toList();
        if (!single.isEmpty()) {
            appendHead(out, "measure", servers);
            single.forEach(measure -> appendRow(out, measure.name() + ", " + measure.unit(), servers, measure));
        }
        for (List<Measure> line : Measure.lines(measures).values()) {
            Measure any = line.get(0);
            out.append(out.isEmpty() ? "" : "\n")
                    .append(any.name())
                    .append(", ")
                    .append(any.unit())
                    .append(":\n\n");
            appendHead(out, any.at().axis(), servers);
            line.forEach(measure -> appendRow(out, number(measure.at().point()), servers, measure));
        }
        return out.toString();
    }

    private static void appendHead(StringBuilder out, String what, List<ServerSpec> servers) {
        out.append("| ").append(what).append(" |");
        servers.forEach(server -> out.append(' ').append(server.name()).append(" |"));
        List<ServerSpec> others = servers.subList(1, servers.size());
        others.forEach(server -> out.append(" × ").append(server.name()).append(" |"));
        out.append("\n|---|")
                .append("---|".repeat(servers.size() + others.size()))
                .append('\n');
    }

    private static void appendRow(StringBuilder out, String what, List<ServerSpec> servers, Measure measure) {
        out.append("| ").append(what).append(" |");
        servers.forEach(s -> out.append(' ')
                .append(cell(measure, measure.of(s.name()), s.name()))
                .append(" |"));
        String first = servers.get(0).name();
        servers.subList(1, servers.size()).forEach(s -> out.append(ratio(measure.ratio(first, s.name()))));
        out.append('\n');
    }

    private static String ratio(double ratio) {
        if (Double.isNaN(ratio)) {
            return " " + NOTHING + " |";
        }
        return Double.isInfinite(ratio) ? " ∞ |" : String.format(Locale.ROOT, " %.2f |", ratio);
    }

    /** The median, and the spread where there is more than one run. */
    private static String cell(Measure measure, List<Double> values, String server) {
        if (values.isEmpty()) {
            return NOTHING;
        }
        String median = number(measure.median(server));
        return values.size() == 1
                ? median
                : median + " (" + number(Collections.min(values)) + "–" + number(Collections.max(values)) + ")";
    }

    /** Returns a number with about three significant digits. */
    public static String number(double value) {
        if (value >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        boolean whole = value == Math.rint(value);
        return String.format(Locale.ROOT, whole ? "%.0f" : value >= 10 ? "%.1f" : "%.3g", value);
    }
}
