package io.dunlin.tsdb.log;

import java.nio.file.Path;

/**
 * What replay found wrong, for people.
 *
 * @param file the segment
 * @param offset where the damage begins in it
 * @param kind what was done about it
 * @param firstLost the number of the first record that is not there
 * @param nextFound the number of the next record that is; for a cut tail the number that will be given next
 */
public record LogDamage(Path file, long offset, Kind kind, long firstLost, long nextFound) {
    /** What was found. */
    public enum Kind {
        /** The end was not written whole. None of it had been made durable; it is cut. */
        TORN_TAIL,
        /** Records are gone that had been acknowledged; those behind them were read. */
        LOST_RECORDS
    }

    @Override
    public String toString() {
        return switch (kind) {
            case TORN_TAIL ->
                "log: cut a tail that was not written whole: file=" + file + ", offset=" + offset + ", next record="
                        + nextFound;
            case LOST_RECORDS ->
                "log: lost acknowledged records: file=" + file + ", offset=" + offset + ", first lost=" + firstLost
                        + ", next found=" + nextFound;
        };
    }
}
