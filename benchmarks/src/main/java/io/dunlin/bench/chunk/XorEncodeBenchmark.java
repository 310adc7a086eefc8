package io.dunlin.bench.chunk;

import io.dunlin.tsdb.chunk.OpenChunkLayout;
import io.dunlin.tsdb.chunk.XorEncoder;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
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

/** Million samples a second encoded into XOR chunks of 120 samples: in bulk, and one by one as the head appends them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
public class XorEncodeBenchmark {
    private static final int SERIES = 100;
    private static final int BLOCK = 1_024;

    /** The kind of data. */
    @Param
    public SampleSet set;

    private final long[][] times = new long[SERIES][EncodedSeries.SAMPLES];
    private final double[][] values = new double[SERIES][EncodedSeries.SAMPLES];
    private final XorEncoder encoder = new XorEncoder();
    private MemoryScope scope;
    private Region region;

    /** Makes the samples. */
    @Setup
    public void generate() {
        scope = OffHeap.withLimit(1L << 30).openScope("benchmark");
        region = scope.allocate(MemoryTag.HEAD_CHUNKS, BLOCK);
        for (int i = 0; i < SERIES; i++) {
            set.fill(i, times[i], values[i]);
        }
    }

    /** Frees the memory. */
    @TearDown
    public void close() {
        scope.close();
    }

    /** Encodes every series once, a whole chunk at a time. */
    @Benchmark
    @OperationsPerInvocation(SERIES * EncodedSeries.SAMPLES)
    public int bulk() {
        int bytes = 0;
        for (int i = 0; i < SERIES; i++) {
            clear();
            encoder.wrap(region, 0, BLOCK).append(times[i], values[i], 0, EncodedSeries.SAMPLES);
            encoder.save();
            bytes += OpenChunkLayout.length(region, 0);
        }
        return bytes;
    }

    /** Encodes every series once, with the state loaded and saved for each sample. */
    @Benchmark
    @OperationsPerInvocation(SERIES * EncodedSeries.SAMPLES)
    public int single() {
        int bytes = 0;
        for (int i = 0; i < SERIES; i++) {
            clear();
            for (int k = 0; k < EncodedSeries.SAMPLES; k++) {
                encoder.wrap(region, 0, BLOCK).append(times[i][k], values[i][k]);
                encoder.save();
            }
            bytes += OpenChunkLayout.length(region, 0);
        }
        return bytes;
    }

    private void clear() {
        region.fill(0, OpenChunkLayout.usedBytes(region, 0), (byte) 0);
        OpenChunkLayout.clear(region, 0);
    }
}
