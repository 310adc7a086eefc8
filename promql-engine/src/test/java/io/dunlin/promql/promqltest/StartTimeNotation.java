package io.dunlin.promql.promqltest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the start timestamps of a sequence, each a duration relative to its sample: {@code _}, {@code _xN}, {@code -30s},
 * {@code -30sxN} (N + 1 values), {@code -30s-1mxN}.
 */
final class StartTimeNotation {
    private static final Pattern OMITTED = Pattern.compile("_(?:x(\\d+))?");
    private static final Pattern OFFSETS =
            Pattern.compile("([+-]?)(\\d+(?:[a-z&&[^x]]+)?)(?:([+-])([+-]?)(\\d+(?:[a-z&&[^x]]+)?))?(?:x(\\d+))?");

    private StartTimeNotation() {}

    /** Returns one offset in milliseconds per place, null where there is no start timestamp. */
    static List<Long> parse(String text, int line) {
        List<Long> offsets = new ArrayList<>();
        for (String item : text.trim().split("[ \t]+")) {
            Matcher omitted = OMITTED.matcher(item);
            if (omitted.matches()) {
                int count = omitted.group(1) == null ? 1 : Integer.parseInt(omitted.group(1));
                for (int i = 0; i < count; i++) {
                    offsets.add(null);
                }
            } else {
                parseOffsets(item, line, offsets);
            }
        }
        return offsets;
    }

    private static void parseOffsets(String item, int line, List<Long> offsets) {
        Matcher m = OFFSETS.matcher(item);
        if (!m.matches() || (m.group(5) != null && m.group(6) == null)) {
            throw new ScriptException(line, "invalid start timestamp item \"" + item + "\"");
        }
        long offset = signed(m.group(1), Durations.parse(m.group(2), line));
        long step = 0;
        if (m.group(5) != null) {
            step = signed(m.group(3), signed(m.group(4), Durations.parse(m.group(5), line)));
        }
        int count = m.group(6) == null ? 0 : Integer.parseInt(m.group(6));
        for (int i = 0; i <= count; i++) {
            offsets.add(offset);
            offset += step;
        }
    }

    private static long signed(String sign, long value) {
        return sign.equals("-") ? -value : value;
    }
}
