package io.dunlin.promql.promqltest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Walks over one line of a script. */
final class TextCursor {
    private final String text;
    private final int line;
    private int at;

    TextCursor(String text, int line) {
        this.text = text;
        this.line = line;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    char peek() {
        return atEnd() ? '\0' : text.charAt(at);
    }

    boolean looksAt(String word) {
        return text.startsWith(word, at);
    }

    /** Skips a word where it stands here; returns whether it did. */
    boolean skip(String word) {
        boolean here = looksAt(word);
        if (here) {
            at += word.length();
        }
        return here;
    }

    void expect(String word) {
        if (!skip(word)) {
            throw error("expected \"" + word + "\"");
        }
    }

    /** Skips spaces and tabs; returns whether there were any. */
    boolean skipSpace() {
        int start = at;
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
        return at > start;
    }

    /** Takes what matches here, or returns null. */
    String take(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher.group();
    }

    /** Takes a quoted string and returns what it means. */
    String takeQuoted() {
        char quote = peek();
        at++;
        StringBuilder out = new StringBuilder();
        while (peek() != quote) {
            if (atEnd()) {
                throw error("unterminated string");
            }
            if (peek() == '\\' && quote != '`') {
                at++;
                takeEscape(out);
            } else {
                out.append(peek());
                at++;
            }
        }
        at++;
        return out.toString();
    }

    private void takeEscape(StringBuilder out) {
        char c = peek();
        at++;
        switch (c) {
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case '\\', '"', '\'' -> out.append(c);
            case 'x' -> out.appendCodePoint(takeHex(2));
            case 'u' -> out.appendCodePoint(takeHex(4));
            case 'U' -> out.appendCodePoint(takeHex(8));
            default -> throw error("unknown escape sequence \\" + c);
        }
    }

    private int takeHex(int digits) {
        if (at + digits > text.length()) {
            throw error("unterminated escape sequence");
        }
        int value = Integer.parseInt(text.substring(at, at + digits), 16);
        at += digits;
        return value;
    }

    ScriptException error(String message) {
        return new ScriptException(line, message + " at column " + (at + 1) + ": " + text);
    }
}
