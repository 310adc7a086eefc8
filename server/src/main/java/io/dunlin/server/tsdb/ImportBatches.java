package io.dunlin.server.tsdb;

import io.dunlin.compaction.Backfill;
import io.dunlin.tsdb.storage.Appender;
import java.util.function.Consumer;

/** Appends to a window in requests of so many samples. One thread. */
final class ImportBatches implements AutoCloseable {
    private static final int SAMPLES_PER_COMMIT = 10_000;

    private final Backfill backfill;
    private Appender appender;
    private int count;

    ImportBatches(Backfill backfill) {
        this.backfill = backfill;
        this.appender = backfill.appender();
    }

    /** Does what appends one sample. */
    void add(Consumer<Appender> sample) {
        sample.accept(appender);
        if (++count == SAMPLES_PER_COMMIT) {
            commit();
        }
    }

    /** Puts what was added into the window. */
    void commit() {
        appender.commit();
        appender.close();
        appender = backfill.appender();
        count = 0;
    }

    @Override
    public void close() {
        appender.close();
    }
}
