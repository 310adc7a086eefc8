package io.dunlin.promql.parser;

import io.dunlin.promql.grammar.PromqlLexer;
import io.dunlin.promql.text.Quoting;
import org.antlr.v4.runtime.WritableToken;

/** Reads a malformed number the way Prometheus's lexer does: as much of a number as there is, then of a duration. */
final class NumberScanner {
    private final String text;
    private int at;

    private NumberScanner(String query, int start) {
        this.text = query;
        this.at = start;
    }

    /**
     * Gives a malformed number the type that Prometheus's lexer gives it, where that reads it as a number or duration whose
     * value is found wrong only later.
     *
     * @return what is wrong when that lexer refuses it, else null
     */
    static String classify(String query, WritableToken token) {
        int start = token.getStartIndex();
        NumberScanner scanner = new NumberScanner(query, start);
        int type = scanner.acceptNumber() ? PromqlLexer.NUMBER : scanner.acceptDuration() ? PromqlLexer.DURATION : 0;
        if (type == 0 || scanner.at != token.getStopIndex() + 1) {
            return "bad number or duration syntax: " + Quoting.quote(scanner.textFrom(start));
        }
        token.setType(type);
        return null;
    }

    private String textFrom(int start) {
        return text.substring(start, Math.min(at, text.length()));
    }

    private boolean acceptNumber() {
        String digits = "0123456789";
        if (accept("0") && accept("xX")) {
            accept("_");
            digits = "0123456789abcdefABCDEF";
        }
        accept(".");
        accept(digits);
        return acceptRest(digits) && !isWordCharacter(peek());
    }

    /** Reads digits, at most one dot, at most one exponent and single underscores. */
    private boolean acceptRest(String digits) {
        boolean dot = false;
        boolean exponent = false;
        while (isOneOf(digits + "._eE")) {
            if (accept(".")) {
                if (dot || accept("_.") || digits.length() > 10) {
                    return false;
                }
                dot = true;
            } else if (accept("eE")) {
                if (exponent) {
                    return false;
                }
                exponent = true;
                accept("+-");
                if (cannotFollowSeparator()) {
                    return false;
                }
            } else if (accept("_")) {
                if (cannotFollowSeparator()) {
                    return false;
                }
            } else {
                acceptRun(digits);
            }
        }
        return true;
    }

    private boolean cannotFollowSeparator() {
        return accept("._eE") || at >= text.length();
    }

    private boolean acceptDuration() {
        if (!accept("smhdwy")) {
            return false;
        }
        accept("s");
        while (accept("0123456789")) {
            acceptRun("0123456789");
            if (!accept("smhdw")) {
                return false;
            }
            accept("s");
        }
        if (isWordCharacter(peek())) {
            at++;
            return false;
        }
        return true;
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    private boolean isOneOf(String set) {
        return at < text.length() && set.indexOf(text.charAt(at)) >= 0;
    }

    private boolean accept(String set) {
        boolean accepted = isOneOf(set);
        if (accepted) {
            at++;
        }
        return accepted;
    }

    private void acceptRun(String set) {
        while (isOneOf(set)) {
            at++;
        }
    }

    private static boolean isWordCharacter(int c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
