package io.dunlin.bench.chunk;

import io.dunlin.tsdb.chunk.EncodedChunk;
import io.dunlin.tsdb.chunk.XorDecoder;
import java.util.Locale;
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

/** Million samples a second decoded from XOR chunks of 120 samples. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
public class XorDecodeBenchmark {
    /** The kind of data. */
    @Param
    public SampleSet set;

    private final long[] times = new long[EncodedSeries.SAMPLES];
    private final double[] values = new double[EncodedSeries.SAMPLES];
    private final EncodedChunk chunk = new EncodedChunk();
    private EncodedSeries series;

    /** Encodes the series. */
    @Setup
    public void encode() {
        series = new EncodedSeries(set);
        System.out.printf(Locale.ROOT, "%s: %.3f bytes a sample%n", set, series.bytesPerSample());
    }

    /** Frees the memory. */
    @TearDown
    public void close() {
        series.close();
    }

    /** Decodes every chunk once. */
    @Benchmark
    @OperationsPerInvocation(EncodedSeries.SERIES * EncodedSeries.SAMPLES)
    public double decode() {
        double sum = 0;
        for (int i = 0; i < EncodedSeries.SERIES; i++) {
            series.wrap(chunk, i);
            XorDecoder.decode(chunk, times, values, 0);
            sum += values[EncodedSeries.SAMPLES - 1] + times[EncodedSeries.SAMPLES - 1];
        }
        return sum;
    }
}
