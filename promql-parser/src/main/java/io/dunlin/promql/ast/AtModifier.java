package io.dunlin.promql.ast;

/**
 * The time that {@code @} fixes.
 *
 * @param anchor what the time is
 * @param timestamp milliseconds since the epoch when the anchor is {@link Anchor#TIMESTAMP}, else 0
 */
public record AtModifier(Anchor anchor, long timestamp) {
    /** Query start. */
    public static final AtModifier START = new AtModifier(Anchor.START, 0);

    /** Query end. */
    public static final AtModifier END = new AtModifier(Anchor.END, 0);

    /** What an {@code @} modifier names. */
    public enum Anchor {
        TIMESTAMP,
        START,
        END
    }

    /** Returns the modifier for a fixed time in milliseconds since the epoch. */
    public static AtModifier at(long timestamp) {
        return new AtModifier(Anchor.TIMESTAMP, timestamp);
    }
}
