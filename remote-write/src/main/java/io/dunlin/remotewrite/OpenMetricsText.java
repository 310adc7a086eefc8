package io.dunlin.remotewrite;

import io.dunlin.tsdb.model.Labels;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;

/**
 * Reads samples with their times from the OpenMetrics text format, as history is exported: one sample a line, {@code
 * name{label="value",…} value seconds}, comments, and {@code # EOF} at the end. Names may stand quoted inside the braces.
 * Exemplars are passed over; metadata lines are not looked at. Used once, by one thread.
 */
public final class OpenMetricsText {
    private static final double MILLIS = 1000;

    /** Farther from 1970 than half a million years no time is meant; milliseconds for seconds are far below. */
    private static final double MOST_SECONDS = 1L << 44;

    /** A line that is not OpenMetrics; the message names the line. */
    public static final class FormatException extends Exception {
        private static final long serialVersionUID = 1L;

        FormatException(long line, String message) {
            super("line " + line + ": " + message);
        }
    }

    /** Takes samples in the order of the lines. */
    @FunctionalInterface
    public interface SampleVisitor {
        /** Takes one sample; the time is in Unix milliseconds. */
        void sample(Labels labels, long time, double value);
    }

    private final BufferedReader in;
    private long number;
    private String line = "";
    private int at;
    private Labels.Builder labels;

    private OpenMetricsText(BufferedReader in) {
        this.in = in;
    }

    /**
     * Reads everything.
     *
     * @return the number of lines
     * @throws FormatException when a line is none of the format or the text ends before {@code # EOF}
     */
    public static long read(BufferedReader in, SampleVisitor visitor) throws IOException, FormatException {
        return new OpenMetricsText(in).read(visitor);
    }

    private long read(SampleVisitor visitor) throws IOException, FormatException {
        while (true) {
            readLine();
            if (line == null) {
                throw wrong("the text ends without # EOF, so it may be cut off");
            }
            if (line.equals("# EOF")) {
                requireEnd();
                return number;
            }
            if (line.isEmpty()) {
                throw wrong("an empty line");
            }
            if (line.charAt(0) != '#') {
                sample(visitor);
            }
        }
    }

    private void readLine() throws IOException, FormatException {
        try {
            line = in.readLine();
        } catch (CharacterCodingException e) {
            throw wrong("what follows is not UTF-8");
        }
        number++;
        at = 0;
    }

    /** What stands behind the end would be lost in silence: files that were joined, for one. */
    private void requireEnd() throws IOException, FormatException {
        long lines = number;
        readLine();
        if (line != null) {
            throw wrong("text behind # EOF");
        }
        number = lines;
    }

    private FormatException wrong(String what) {
        return new FormatException(number, what);
    }

    private void sample(SampleVisitor visitor) throws FormatException {
        labels = Labels.builder();
        int end = at;
        while (end < line.length() && line.charAt(end) != '{' && line.charAt(end) != ' ') {
            end++;
        }
        if (end > at) {
            set(Labels.METRIC_NAME, bareMetricName(end));
        }
        at = end;
        if (at < line.length() && line.charAt(at) == '{') {
            at++;
            labels();
        }
        double value = number("a value");
        if (at == line.length() || line.startsWith(" #", at)) {
            throw wrong("a sample without a time can't be imported");
        }
        double seconds = number("a time in seconds");
        if (at < line.length() && !line.startsWith(" # ", at)) {
            throw wrong("unexpected text behind the time: " + line.substring(at));
        }
        if (!(Math.abs(seconds) < MOST_SECONDS)) {
            throw wrong("no time: " + seconds);
        }
        Labels series = labels.build();
        if (!series.has(Labels.METRIC_NAME)) {
            throw wrong("a sample without a metric name");
        }
        visitor.sample(series, Math.round(seconds * MILLIS), value);
    }

    private String bareMetricName(int end) throws FormatException {
        for (int i = at; i < end; i++) {
            char c = line.charAt(i);
            if (c != ':' && !isNameCharacter(c) || i == at && isDigit(c)) {
                throw wrong("not a metric name: " + line.substring(at, end) + " (expected letters, digits, _ and :,"
                        + " or {\"a quoted name\"})");
            }
        }
        return line.substring(at, end);
    }

    private void set(String name, String value) throws FormatException {
        if (!labels.get(name).isEmpty()) {
            throw wrong("the label " + name + " stands there twice");
        }
        labels.set(name, value);
    }

    private void labels() throws FormatException {
        while (!takes('}')) {
            boolean quoted = at < line.length() && line.charAt(at) == '"';
            String name = quoted ? quoted() : bareName();
            if (takes('=')) {
                set(name, quoted());
            } else if (quoted) {
                set(Labels.METRIC_NAME, name);
            } else {
                throw wrong("expected = behind the label name " + name);
            }
            if (!takes(',') && (at == line.length() || line.charAt(at) != '}')) {
                throw wrong("expected , or } in the labels at character " + (at + 1));
            }
        }
    }

    private boolean takes(char c) {
        if (at < line.length() && line.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private String bareName() throws FormatException {
        int end = at;
        while (end < line.length() && isNameCharacter(line.charAt(end))) {
            end++;
        }
        if (end == at || isDigit(line.charAt(at))) {
            throw wrong("expected a label name at character " + (at + 1));
        }
        String name = line.substring(at, end);
        at = end;
        return name;
    }

    private static boolean isNameCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private String quoted() throws FormatException {
        if (!takes('"')) {
            throw wrong("expected \" at character " + (at + 1));
        }
        StringBuilder text = new StringBuilder();
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return text.toString();
            }
            text.append(c == '\\' ? escaped() : c);
        }
        throw wrong("a quote is not closed");
    }

    /** A backslash before a character that needs none stands for itself. */
    private char escaped() {
        char c = at < line.length() ? line.charAt(at) : ' ';
        if (c != 'n' && c != '\\' && c != '"') {
            return '\\';
        }
        at++;
        return c == 'n' ? '\n' : c;
    }

    private double number(String what) throws FormatException {
        if (!takes(' ')) {
            throw wrong("expected a space and " + what + " at character " + (at + 1));
        }
        int end = line.indexOf(' ', at);
        String text = line.substring(at, end < 0 ? line.length() : end);
        at += text.length();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "+inf", "inf", "+infinity", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> decimal(text, what);
        };
    }

    private double decimal(String text, String what) throws FormatException {
        boolean plain = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0);
        try {
            if (plain) {
                return Double.parseDouble(text);
            }
        } catch (NumberFormatException e) {
            throw wrong("not " + what + ": " + text);
        }
        throw wrong("not " + what + ": " + text);
    }
}
