package io.dunlin.promql.operator;

import io.dunlin.promql.text.EscapedUtf8;

/** What may be a label's name. */
final class LabelNames {
    private LabelNames() {}

    /** Returns whether a text can name a label: any text but the empty one, if it is UTF-8. */
    static boolean isValid(String name) {
        return !name.isEmpty() && EscapedUtf8.isValid(name);
    }
}
