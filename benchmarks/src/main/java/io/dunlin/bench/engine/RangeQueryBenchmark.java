package io.dunlin.bench.engine;

import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Milliseconds of a range query over one hour at 15 s, step 15 s, from the head of a database. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
public class RangeQueryBenchmark {
    private static final int HOUR = 3_600_000;
    private static final int FIRST = 300_000;

    /** The number of series. */
    @Param({"92160"})
    public int series;

    /** The number of workers. */
    @Param({"1", "2"})
    public int workers;

    /** The query. */
    @Param({
        "sum by (le) (rate(x_bucket[5m]))",
        "histogram_quantile(0.99, sum by (le, model_name) (rate(x_bucket[5m])))",
        "sum(avg_over_time(x_bucket[1h]))",
        "topk(10, rate(x_bucket[5m]))"
    })
    public String query;

    private Path directory;
    private Tsdb database;
    private PromqlEngine engine;

    /** Fills the database. */
    @Setup
    public void fill() throws IOException {
        directory = Files.createTempDirectory("dunlin-bench-");
        database = Tsdb.open(directory, TsdbOptions.DEFAULT);
        HistogramBuckets.fill(database, series, (HOUR + FIRST) / HistogramBuckets.STEP + 1);
        engine = new PromqlEngine(EngineOptions.defaults().withWorkers(workers));
    }

    /** Runs the query. */
    @Benchmark
    public QueryResult range() {
        long start = HistogramBuckets.START + FIRST;
        try (View view = database.view()) {
            return engine.range(view, query, start, start + HOUR, HistogramBuckets.STEP, QueryOptions.defaults());
        }
    }

    /** Deletes the database. */
    @TearDown
    public void close() throws IOException {
        engine.close();
        database.close();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
