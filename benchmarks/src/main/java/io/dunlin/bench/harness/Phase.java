package io.dunlin.bench.harness;

import java.io.IOException;
import java.util.List;

/** One part of a run that can be run on its own. */
public interface Phase {
    /** Returns the name on the command line. */
    String name();

    /** Returns what is done, in one sentence. */
    String description();

    /**
     * Returns whether this takes so long that a peer is measured once a version and the result kept. A long phase is run
     * for one server at a time, and checks answers against the load itself instead of another server's.
     */
    default boolean isLong() {
        return false;
    }

    /** Runs the phase on fresh servers and returns what it measured. */
    List<Measure> run(Bench bench) throws IOException, InterruptedException;
}
