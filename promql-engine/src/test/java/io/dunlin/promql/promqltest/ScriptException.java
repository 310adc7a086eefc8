package io.dunlin.promql.promqltest;

/** A script is not in the test language. */
final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScriptException(int line, String message) {
        super("line " + line + ": " + message);
    }
}
