package io.dunlin.bench.index;

import io.dunlin.tsdb.index.IdentityTable;
import io.dunlin.tsdb.index.Reclaimer;
import io.dunlin.tsdb.memory.OffHeap;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A series found by its hash among a million, each probe at another place of the table: one by one, and in batches. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
public class ProbeBenchmark {
    private static final int SERIES = 1_000_000;
    private static final int PROBES = 100_000;
    private static final int BATCH = 500;

    private final long[] lows = new long[PROBES];
    private final long[] highs = new long[PROBES];
    private final int[] slots = new int[BATCH];
    private final int[][] batches = new int[PROBES / BATCH][];
    private final Reclaimer reclaimer = new Reclaimer();
    private IdentityTable table;

    /** Fills the table, and chooses every tenth hash to be looked up, in an order of its own. */
    @Setup
    public void fill() {
        table = new IdentityTable(OffHeap.withLimit(Long.MAX_VALUE), reclaimer);
        Random random = new Random(1);
        for (int slot = 0; slot < SERIES; slot++) {
            long low = random.nextLong();
            long high = random.nextLong();
            table.add(low, high, slot);
            if (slot % (SERIES / PROBES) == 0) {
                lows[slot / (SERIES / PROBES)] = low;
                highs[slot / (SERIES / PROBES)] = high;
            }
        }
        for (int batch = 0; batch < batches.length; batch++) {
            batches[batch] = IntStream.range(batch * BATCH, (batch + 1) * BATCH).toArray();
        }
    }

    /** Frees the table. */
    @TearDown
    public void close() {
        table.close();
        reclaimer.close();
    }

    /** Each waits for its cache miss. */
    @Benchmark
    @OperationsPerInvocation(PROBES)
    public int single() {
        int sum = 0;
        for (int i = 0; i < PROBES; i++) {
            sum += table.find(lows[i], highs[i]);
        }
        return sum;
    }

    /** The cache misses of a batch overlap. */
    @Benchmark
    @OperationsPerInvocation(PROBES)
    public int batched() {
        int sum = 0;
        for (int[] wanted : batches) {
            table.find(lows, highs, wanted, BATCH, slots);
            for (int slot : slots) {
                sum += slot;
            }
        }
        return sum;
    }

    /** A hash that is not there, as of a series that is new. */
    @Benchmark
    @OperationsPerInvocation(PROBES)
    public int absent() {
        int sum = 0;
        for (int i = 0; i < PROBES; i++) {
            sum += table.find(lows[i], ~highs[i]);
        }
        return sum;
    }
}
