package io.dunlin.bench.engine;

import com.sun.management.ThreadMXBean;
import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows what an aggregation keeps in memory: groups × steps, whatever the number of series. For one number of series after the
 * other it prints, for queries with few and with many groups, the samples held at most and the bytes allocated by a warm query.
 */
public final class AggregationMemoryCheck {
    private static final int MINUTES = 35;
    private static final int FIRST = 5 * 60_000;
    private static final int RANGE = 30 * 60_000;
    private static final int WARM_UP = 8;
    private static final List<String> QUERIES = List.of(
            "sum(rate(x_bucket[5m]))",
            "sum by (le, model_name) (rate(x_bucket[5m]))",
            "sum(x_bucket) / count(x_bucket)",
            "sum(rate(x_bucket[1m])) / sum(rate(x_bucket[5m]))");

    private AggregationMemoryCheck() {}

    /**
     * Prints the table.
     *
     * @param args a directory for databases, then numbers of series, multiples of 12
     */
    public static void main(String[] args) throws IOException {
        System.out.println("| query | series | groups × steps | samples held at most | KB allocated a query |");
        System.out.println("|---|---|---|---|---|");
        List<List<String>> rows = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            rows.add(measure(Files.createDirectories(Path.of(args[0])), Integer.parseInt(args[i])));
        }
        for (int query = 0; query < QUERIES.size(); query++) {
            for (List<String> ofSeries : rows) {
                System.out.println(ofSeries.get(query));
            }
        }
    }

    private static List<String> measure(Path parent, int series) throws IOException {
        Path directory = parent.resolve("series-" + series);
        List<String> rows = new ArrayList<>();
        try (Tsdb database = Tsdb.open(directory, TsdbOptions.DEFAULT);
                PromqlEngine engine = new PromqlEngine(EngineOptions.defaults().withWorkers(2))) {
            HistogramBuckets.fill(database, series, MINUTES * 60_000 / HistogramBuckets.STEP + 1);
            for (String query : QUERIES) {
                rows.add(row(engine, database, series, query));
            }
        }
        return rows;
    }

    private static String row(PromqlEngine engine, Tsdb database, int series, String query) {
        for (int i = 0; i <= WARM_UP; i++) {
            run(engine, database, query);
        }
        long before = allocated();
        QueryResult result = run(engine, database, query);
        long bytes = allocated() - before;
        int steps = RANGE / HistogramBuckets.STEP + 1;
        int groups =
                result.value() instanceof MatrixValue matrix ? matrix.series().size() : 0;
        return "| `" + query + "` | " + series + " | " + groups + " × " + steps + " | "
                + result.statistics().peakSamples() + " | " + bytes / 1024 + " |";
    }

    private static QueryResult run(PromqlEngine engine, Tsdb database, String query) {
        long start = HistogramBuckets.START + FIRST;
        try (View view = database.view()) {
            return engine.range(view, query, start, start + RANGE, HistogramBuckets.STEP, QueryOptions.defaults());
        }
    }

    /** Returns what all threads have allocated, those of the engine's pool included. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
