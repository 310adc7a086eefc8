package io.dunlin.bench.harness;

import java.io.IOException;
import java.util.List;

/** One part of a run that can be run on its own. */
public interface Phase {
    /** Returns the name on the command line. */
    String name();

    /** Returns what is done, in one sentence. */
    String description();

    /** Runs the phase on fresh servers and returns what it measured. */
    List<Measure> run(Bench bench) throws IOException, InterruptedException;
}
