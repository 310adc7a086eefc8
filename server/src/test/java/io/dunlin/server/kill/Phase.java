package io.dunlin.server.kill;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a server may be at when it is killed. The log says when most of them begin and end, at the level debug; the others
 * are calls of the killer's own, which last from the request to its answer.
 */
enum Phase {
    /** Nothing but requests. */
    APPEND("", ""),
    SPILL("Writing an idle cohort to a run", "The idle cohort has left the head"),
    CHECKPOINT("Writing a checkpoint of the head", "Wrote a checkpoint of the head"),
    CUT("Cutting an epoch off the head", "The epoch has left the head"),
    COMPACTION("Compacting: reason=RANGE", "Compacted "),
    RECOVERY("Recovering the head", "Recovered the head"),
    RETENTION("Deleting what the retention does not keep", "Deleted a block that the retention does not keep"),
    BLOCK_LOAD("Opening blocks", "Opened blocks"),
    DELETE("", ""),
    CLEAN("", ""),
    SNAPSHOT("", "");

    /** The phases that are requests to the server. */
    static final Set<Phase> CALLS = EnumSet.of(DELETE, CLEAN, SNAPSHOT);

    /** The phases that a server goes through only, or best, while it starts. */
    static final Set<Phase> STARTING = EnumSet.of(RECOVERY, BLOCK_LOAD);

    private final String begin;
    private final String end;

    Phase(String begin, String end) {
        this.begin = begin;
        this.end = end;
    }

    boolean beginsWith(String line) {
        return !begin.isEmpty() && line.contains(begin);
    }

    boolean endsWith(String line) {
        return !end.isEmpty() && line.contains(end);
    }
}
