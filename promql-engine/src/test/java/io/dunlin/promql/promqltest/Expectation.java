package io.dunlin.promql.promqltest;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;

/**
 * An {@code expect} line: {@code expect warn}, {@code expect info msg: text}, {@code expect fail regex: pattern} ….
 *
 * @param kind what is expected
 * @param message the exact text, or null
 * @param pattern a pattern that the text must contain, or null
 */
record Expectation(Kind kind, String message, Pattern pattern) {
    /** What an {@code expect} line speaks of. */
    enum Kind {
        ORDERED,
        FAIL,
        WARN,
        NO_WARN,
        INFO,
        NO_INFO,
        STRING,
        RANGE_VECTOR
    }

    private static final java.util.regex.Pattern LINE = java.util.regex.Pattern.compile(
            "expect\\s+(ordered|fail|warn|no_warn|info|no_info)(?:\\s+(regex|msg):(.+))?");

    static Expectation parse(String text, int line) {
        Matcher matcher = LINE.matcher(text.trim());
        if (!matcher.matches()) {
            throw new ScriptException(
                    line, "invalid expect statement, must match `expect <type> <match_type>: <string>` format");
        }
        Kind kind = Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
        if (matcher.group(2) == null) {
            return new Expectation(kind, null, null);
        }
        String argument = matcher.group(3).trim();
        return matcher.group(2).equals("msg")
                ? new Expectation(kind, argument, null)
                : new Expectation(kind, null, compile(argument, line));
    }

    static Pattern compile(String regex, int line) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new ScriptException(line, "invalid regexp '" + regex + "': " + e.getMessage());
        }
    }

    boolean matches(String text) {
        if (message != null) {
            return message.equals(text);
        }
        return pattern == null || pattern.matcher(text).find();
    }

    @Override
    public String toString() {
        if (message != null) {
            return "msg: " + message;
        }
        return pattern == null ? "any" : "regex: " + pattern;
    }
}
