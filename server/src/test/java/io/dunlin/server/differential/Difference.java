package io.dunlin.server.differential;

import java.util.Optional;

/** Where two answers differ first. */
record Difference(Field field, String ours, String theirs) {
    /** What of an answer differs. */
    enum Field {
        TYPE,
        ERROR,
        LABELS,
        ORDER,
        TIMES,
        VALUE,
        HISTOGRAM,
        WARNINGS,
        INFOS
    }

    static Optional<Difference> of(Field field, String ours, String theirs) {
        return Optional.of(new Difference(field, ours, theirs));
    }

    @Override
    public String toString() {
        return field + "\n    ours:   " + ours + "\n    theirs: " + theirs;
    }
}
