package io.dunlin.tsdb.storage;

/** Why a sample or series was refused. Each reason is the sender's to mend: writing the same again fails again. */
public enum RejectReason {
    OUT_OF_ORDER("out of order sample"),
    DUPLICATE_SAMPLE("duplicate sample for timestamp"),
    OUT_OF_BOUNDS("out of bounds"),
    TOO_OLD("too old sample"),
    INVALID_LABELS("invalid labels"),
    INVALID_HISTOGRAM("invalid histogram"),
    EXEMPLAR("invalid exemplar"),
    LIMIT("limit reached"),

    /** No memory for new series; the only reason that may pass by itself, see {@link Storage#awaitRoom}. */
    MEMORY("limit reached");

    private final String words;

    RejectReason(String words) {
        this.words = words;
    }

    /** Returns the reason in Prometheus's words. */
    public String words() {
        return words;
    }
}
