package io.dunlin.bench.engine;

import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A database with an hour and five minutes of samples 15 s apart in its head, and an engine that asks it for that hour. Closing
 * deletes it.
 */
final class HourOfSamples implements AutoCloseable {
    static final long START = 1_700_000_000_000L;
    static final int STEP = 15_000;
    private static final int HOUR = 3_600_000;
    private static final int FIRST = 300_000;

    /** The samples of a series. */
    static final int SAMPLES = (HOUR + FIRST) / STEP + 1;

    private final Path directory;
    private final Tsdb database;
    private final PromqlEngine engine;

    /** Makes an empty one. */
    HourOfSamples(int workers) throws IOException {
        directory = Files.createTempDirectory("dunlin-bench-");
        database = Tsdb.open(directory, TsdbOptions.DEFAULT);
        engine = new PromqlEngine(EngineOptions.defaults().withWorkers(workers));
    }

    /** Returns what the samples go to, from {@link #START} on. */
    Storage storage() {
        return database;
    }

    /** Runs a query at every step of the hour. */
    QueryResult range(String query) {
        long start = START + FIRST;
        try (View view = database.view()) {
            return engine.range(view, query, start, start + HOUR, STEP, QueryOptions.defaults());
        }
    }

    @Override
    public void close() throws IOException {
        engine.close();
        database.close();
        Disk.system().deleteTree(directory);
    }
}
