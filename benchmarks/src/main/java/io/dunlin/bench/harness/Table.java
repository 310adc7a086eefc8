package io.dunlin.bench.harness;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Prints measures as a Markdown table: medians, spread, and the first server's ratio to each other one. */
public final class Table {
    private static final String NOTHING = "–";

    private Table() {}

    /** Returns the table, a line a measure. */
    public static String of(List<ServerSpec> servers, List<Measure> measures) {
        StringBuilder out = new StringBuilder("| measure |");
        servers.forEach(server -> out.append(' ').append(server.name()).append(" |"));
        List<ServerSpec> others = servers.subList(1, servers.size());
        others.forEach(server -> out.append(" × ").append(server.name()).append(" |"));
        out.append("\n|---|")
                .append("---|".repeat(servers.size() + others.size()))
                .append('\n');
        for (Measure measure : measures) {
            out.append("| ")
                    .append(measure.title())
                    .append(", ")
                    .append(measure.unit())
                    .append(" |");
            servers.forEach(s -> out.append(' ')
                    .append(cell(measure, measure.of(s.name()), s.name()))
                    .append(" |"));
            String first = servers.get(0).name();
            others.forEach(s -> out.append(ratio(measure.ratio(first, s.name()))));
            out.append('\n');
        }
        return out.toString();
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
