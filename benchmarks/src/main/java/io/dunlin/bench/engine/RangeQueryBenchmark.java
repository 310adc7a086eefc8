package io.dunlin.bench.engine;

import io.dunlin.promql.result.QueryResult;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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

    private HourOfSamples samples;

    /** Fills the database. */
    @Setup
    public void fill() throws IOException {
        samples = new HourOfSamples(workers);
        HistogramBuckets.fill(samples.storage(), series, HourOfSamples.SAMPLES);
    }

    /** Runs the query. */
    @Benchmark
    public QueryResult range() {
        return samples.range(query);
    }

    /** Deletes the database. */
    @TearDown
    public void close() throws IOException {
        samples.close();
    }
}
