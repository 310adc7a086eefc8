package io.dunlin.bench.engine;

import io.dunlin.bench.load.GaugeLoad;
import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a series of a sum of window functions over gauges: one hour at a step of 15 s, 261 samples each, one worker. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
public class GaugeMeanBenchmark {
    private static final long START = 1_700_000_000_000L;
    private static final int STEP = 15_000;
    private static final int HOUR = 3_600_000;
    private static final int FIRST = 300_000;
    private static final int GPUS = 20_000;

    /** The query. */
    @Param({
        "sum(avg_over_time(gpu_utilisation[1h]))",
        "sum(avg_over_time(gpu_utilisation[5m]))",
        "sum(avg_over_time(gpu_watts[1h]))",
        "sum(max_over_time(gpu_utilisation[5m]))",
        "max by (gpu) (gpu_utilisation)"
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
        GaugeLoad load = new GaugeLoad(1, GPUS);
        Labels[] labels = new Labels[load.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = Labels.of(load.labels(i).toArray(String[]::new));
        }
        for (int sample = 0; sample <= (HOUR + FIRST) / STEP; sample++) {
            try (Appender appender = database.appender()) {
                for (int i = 0; i < labels.length; i++) {
                    appender.append(appender.series(labels[i]), START + (long) STEP * sample, load.value(i, sample));
                }
                appender.commit();
            }
        }
        engine = new PromqlEngine(EngineOptions.defaults().withWorkers(1));
    }

    /** Runs the query. */
    @Benchmark
    @OperationsPerInvocation(GPUS)
    public QueryResult range() {
        long start = START + FIRST;
        try (View view = database.view()) {
            return engine.range(view, query, start, start + HOUR, STEP, QueryOptions.defaults());
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
