package io.dunlin.bench.engine;

import io.dunlin.bench.load.GaugeLoad;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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

    private HourOfSamples samples;

    /** Fills the database. */
    @Setup
    public void fill() throws IOException {
        samples = new HourOfSamples(1);
        GaugeLoad load = new GaugeLoad(1, GPUS);
        Labels[] labels = new Labels[load.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = Labels.of(load.labels(i).toArray(String[]::new));
        }
        for (int sample = 0; sample < HourOfSamples.SAMPLES; sample++) {
            long time = HourOfSamples.START + (long) HourOfSamples.STEP * sample;
            try (Appender appender = samples.storage().appender()) {
                for (int i = 0; i < labels.length; i++) {
                    appender.append(appender.series(labels[i]), time, load.value(i, sample));
                }
                appender.commit();
            }
        }
    }

    /** Runs the query. */
    @Benchmark
    @OperationsPerInvocation(GPUS)
    public QueryResult range() {
        return samples.range(query);
    }

    /** Deletes the database. */
    @TearDown
    public void close() throws IOException {
        samples.close();
    }
}
