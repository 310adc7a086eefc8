package io.dunlin.bench.load;

import java.util.List;

/** Writes the selector of one series. */
public final class Selectors {
    private Selectors() {}

    /** Returns the selector for labels given as alternating names and values; values need no escapes in any load. */
    public static String of(List<String> labels) {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < labels.size(); i += 2) {
            out.append(i == 0 ? "" : ",")
                    .append(labels.get(i))
                    .append("=\"")
                    .append(labels.get(i + 1))
                    .append('"');
        }
        return out.append('}').toString();
    }
}
