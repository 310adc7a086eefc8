package io.dunlin.tsdb.log;

/** Told how far the replay of a log has come. Called on the thread that replays. */
@FunctionalInterface
public interface ReplayListener {
    /** Does nothing. */
    ReplayListener NONE = (first, last, current) -> {};

    /**
     * A segment is about to be read, by its number; once all have been, {@code current} is {@code last}.
     *
     * @param first the first segment of the log
     * @param last the last segment of the log
     */
    void replaying(long first, long last, long current);
}
