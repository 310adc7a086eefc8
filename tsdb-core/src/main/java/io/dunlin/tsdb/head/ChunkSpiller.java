package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.Reclaimer;
import io.dunlin.tsdb.memory.Region;
import java.io.IOException;
import java.util.List;

/**
 * Moves sealed chunks from memory to the files of their epochs, a whole segment at a time, beside the writer. One thread at
 * a time, which is not the writer's.
 */
final class ChunkSpiller {
    private final Reclaimer reclaimer;
    private final ViewRegistry views;
    private final CommitQueue commits;

    ChunkSpiller(Reclaimer reclaimer, ViewRegistry views, CommitQueue commits) {
        this.reclaimer = reclaimer;
        this.views = views;
        this.commits = commits;
    }

    /** Moves what is full; the pin keeps an epoch that is released meanwhile. */
    void run() throws IOException {
        try (Reclaimer.Pin pinned = reclaimer.pin()) {
            for (EpochChunks epoch : views.newest().epochs()) {
                if (epoch.canSpill()) {
                    List<Region> windows = epoch.spill();
                    commits.run(CommitQueue.Entry.of(() -> epoch.show(windows)));
                }
            }
        }
    }
}
