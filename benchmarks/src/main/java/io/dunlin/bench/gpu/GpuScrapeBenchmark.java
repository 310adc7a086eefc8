package io.dunlin.bench.gpu;

import com.sun.jna.NativeLibrary;
import io.dunlin.gpu.GpuOptions;
import io.dunlin.gpu.GpuRows;
import io.dunlin.gpu.GpuScrapeLoop;
import io.dunlin.tsdb.model.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One scrape of all GPUs of a host. The library is the real one, or the test library built from {@code fake_nvml.c} with
 * {@code FAKE_NVML_DEVICES=8} and {@code FAKE_NVML_SPIN_MICROS=5}: each of its calls then takes 5 µs. It says how long all of
 * them took, which is printed at the end of each iteration: the scraper's own cost is the score minus that.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GpuScrapeBenchmark {
    /** The NVML library's name or path. */
    @Param("libnvidia-ml.so.1")
    public String library;

    /** {@code default} or {@code all}. */
    @Param({"default", "all"})
    public String metrics;

    private final CountingStorage storage = new CountingStorage();
    private GpuScrapeLoop loop;
    private long timestamp;
    private long scrapes;
    private long stubNanos;
    private long stubCalls;

    /** Opens the library. */
    @Setup
    public void open() {
        loop = new GpuScrapeLoop(
                storage,
                new GpuOptions(
                        Duration.ofSeconds(1),
                        library,
                        "node-1",
                        Labels.empty(),
                        GpuRows.standardAnd(metrics.equals("all") ? List.of("all") : List.of()),
                        true,
                        Path.of("no-kubelet.sock")));
        loop.scrape(timestamp);
        if (loop.status().devices() == 0) {
            throw new IllegalStateException("no GPU: library=" + library);
        }
    }

    /** Scrapes once. */
    @Benchmark
    public long scrape() {
        timestamp += 1_000;
        scrapes++;
        loop.scrape(timestamp);
        return storage.samples();
    }

    /** Starts counting. */
    @Setup(Level.Iteration)
    public void begin() {
        scrapes = 0;
        stubNanos = fake("fakeNvmlStubNanos");
        stubCalls = fake("fakeNvmlDeviceCalls");
    }

    /** Prints what the test library's calls took of each scrape; nothing for a real one. */
    @TearDown(Level.Iteration)
    public void printStub() {
        if (stubCalls > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "[stub: calls=%d us=%.1f] ",
                    (fake("fakeNvmlDeviceCalls") - stubCalls) / scrapes,
                    (fake("fakeNvmlStubNanos") - stubNanos) / 1e3 / scrapes);
        }
    }

    private long fake(String function) {
        try {
            Object[] nothing = {};
            return (Long)
                    NativeLibrary.getInstance(library).getFunction(function).invoke(Long.class, nothing);
        } catch (UnsatisfiedLinkError realDriver) {
            return 0;
        }
    }

    /** Closes the library. */
    @TearDown
    public void close() {
        loop.close();
    }
}
