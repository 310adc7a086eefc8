package io.dunlin.promql.promqltest;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an {@code eval} command with the lines that say what must come out. */
final class EvalParser {
    private static final Pattern INSTANT =
            Pattern.compile("eval(?:_(fail|warn|ordered|info))?\\s+instant\\s+(?:at\\s+(.+?))?\\s+(.+)");
    private static final Pattern RANGE = Pattern.compile(
            "eval(?:_(fail|warn|info))?\\s+range\\s+from\\s+(.+)\\s+to\\s+(.+)\\s+step\\s+(.+?)\\s+(.+)");
    private static final Pattern RANGE_VECTOR =
            Pattern.compile("expect range vector\\s+from\\s+(.+)\\s+to\\s+(.+)\\s+step\\s+(.+)");
    private static final String STRING = "expect string";
    private static final String FAIL_MESSAGE = "expected_fail_message";
    private static final String FAIL_REGEXP = "expected_fail_regexp";

    private final int line;
    private final boolean range;
    private final String query;
    private final long start;
    private final long end;
    private final long step;
    private final Expected expected = new Expected();

    EvalParser(String text, int line) {
        this.line = line;
        Matcher instant = INSTANT.matcher(text);
        Matcher ranged = RANGE.matcher(text);
        range = !instant.matches();
        if (range && !ranged.matches()) {
            throw new ScriptException(line, "invalid evaluation command: " + text);
        }
        Matcher parts = range ? ranged : instant;
        query = parts.group(range ? 5 : 3);
        start = Durations.parse(parts.group(2), line);
        end = range ? Durations.parse(parts.group(3), line) : start;
        step = range ? Durations.parse(parts.group(4), line) : 0;
        if (end < start) {
            throw new ScriptException(line, "the end timestamp is before the start timestamp");
        }
        if (parts.group(1) != null) {
            // The old spelling of "expect warn" and its like.
            expected.imply(Expectation.parse("expect " + parts.group(1), line), line);
        }
    }

    ScriptCommand.Eval command() {
        return new ScriptCommand.Eval(line, query, range, start, end, step, expected);
    }

    /** Reads the lines from an index on; returns the index behind the last that belongs to the command. */
    int parseExpected(String[] lines, int from) {
        int position = 1;
        int at = from;
        for (; at < lines.length && !lines[at].isEmpty(); at++) {
            String text = lines[at];
            if (text.startsWith(FAIL_MESSAGE) || text.startsWith(FAIL_REGEXP)) {
                replaceFailure(text, at + 1);
            } else if (text.startsWith("expect range vector")) {
                parseRangeVector(text, at + 1);
                position++;
            } else if (text.startsWith(STRING)) {
                parseString(text, at + 1);
                position++;
            } else if (text.split(" ", 2)[0].equals("expect")) {
                expected.add(Expectation.parse(text, at + 1), at + 1);
            } else if (parseScalar(text)) {
                return at + 1;
            } else {
                parseSeries(text, at + 1, position++);
            }
        }
        return at;
    }

    private void replaceFailure(String text, int at) {
        boolean exact = text.startsWith(FAIL_MESSAGE);
        String argument =
                text.substring((exact ? FAIL_MESSAGE : FAIL_REGEXP).length()).trim();
        expected.imply(
                new Expectation(
                        Expectation.Kind.FAIL,
                        exact ? argument : null,
                        exact ? null : Expectation.compile(argument, at)),
                at);
    }

    private void parseRangeVector(String text, int at) {
        Matcher matcher = RANGE_VECTOR.matcher(text);
        if (!matcher.matches()) {
            throw new ScriptException(at, "invalid range vector definition \"" + text + "\"");
        }
        expected.rangeVector(
                Durations.parse(matcher.group(1), at),
                Durations.parse(matcher.group(2), at),
                Durations.parse(matcher.group(3), at));
    }

    private void parseString(String text, int at) {
        TextCursor cursor = new TextCursor(text.substring(STRING.length()).trim(), at);
        if (cursor.atEnd()) {
            throw new ScriptException(at, "expected string literal not valid - a quoted string literal is required");
        }
        expected.string(cursor.takeQuoted());
    }

    private boolean parseScalar(String text) {
        if (!text.matches("[+-]?(?i:[0-9.].*|inf|nan)")) {
            return false;
        }
        TextCursor cursor = new TextCursor(text, line);
        double value = SequenceNotation.takeSignedNumber(cursor);
        if (!cursor.atEnd()) {
            throw cursor.error("invalid number");
        }
        expected.scalar(value);
        return true;
    }

    private void parseSeries(String text, int at, int position) {
        SeriesDescription description = SeriesDescription.parse(text, at);
        List<SequenceValue> values = description.values();
        if (values.size() > 1 && !range && expected.rangeVector() == null) {
            throw new ScriptException(
                    at,
                    "expecting multiple values in instant evaluation not allowed. consider using 'expect range vector'"
                            + " directive to enable a range vector result for an instant query");
        }
        expected.series(description.labels(), new Expected.Series(position, values));
    }
}
