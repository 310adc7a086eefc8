package io.dunlin.promql.annotation;

import io.dunlin.tsdb.model.Quoting;

/** Quotes strings as Go's {@code %q} does. */
final class GoQuoting {
    private GoQuoting() {}

    static String quote(String text) {
        StringBuilder out = new StringBuilder();
        Quoting.appendQuoted(out, text);
        return out.toString();
    }
}
