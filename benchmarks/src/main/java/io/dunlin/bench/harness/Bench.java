package io.dunlin.bench.harness;

import io.dunlin.bench.load.GpuLoad;
import io.dunlin.bench.load.JoinedLoad;
import io.dunlin.bench.load.LlmLoad;
import io.dunlin.bench.load.LoadSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What every phase of one run shares.
 *
 * @param servers the servers in table order; ratios are the first one's against each other
 * @param work a directory for data and load files
 * @param size how much is done
 * @param end the time of the newest sample, in whole seconds of Unix milliseconds
 * @param progress told what is going on, a line at a time
 */
public record Bench(List<ServerSpec> servers, Path work, BenchSize size, long end, Consumer<String> progress) {
    /** The distance of two samples in milliseconds. */
    public static final long INTERVAL = 15_000;

    /** Samples lie this far past the second, so that no evaluation on whole seconds meets one at a window's edge. */
    private static final long PAST_THE_SECOND = 137;

    /** The warm-up load's seed is this far from the run's, so that none of its series is measured. */
    private static final long WARM_UP_SEED = 1_000_003;

    /** Returns the stable load: nine parts LLM pods to one part GPU hosts. */
    public LoadSet stableLoad() {
        return load(size.series(), size.seed());
    }

    /** Returns the stable load with another number of series. */
    public LoadSet stableLoad(int series) {
        return load(series, size.seed());
    }

    /** Returns a load of the same kind whose series are none of the stable load's. */
    public LoadSet warmUpLoad(int series) {
        return load(series, size.seed() + WARM_UP_SEED);
    }

    private static LoadSet load(int series, long seed) {
        int hosts = Math.max(1, series / 10 / GpuLoad.SERIES_PER_HOST);
        int pods = Math.max(1, (series - hosts * GpuLoad.SERIES_PER_HOST) / LlmLoad.SERIES_PER_POD);
        List<LoadSet> parts = new ArrayList<>();
        parts.add(new GpuLoad(seed, hosts));
        parts.add(new LlmLoad(seed, pods));
        return new JoinedLoad(parts);
    }

    /** Returns the same for one of the servers. */
    public Bench only(ServerSpec server) {
        return new Bench(List.of(server), work, size, end, progress);
    }

    /** Returns the same with another size. */
    public Bench withSize(BenchSize other) {
        return new Bench(servers, work, other, end, progress);
    }

    /** Returns the time of step 0 of a load of {@code stepCount} steps whose last step is the newest. */
    public long start(long stepCount) {
        return end - (stepCount - 1) * INTERVAL - 1_000 + PAST_THE_SECOND;
    }

    /** Tells what is going on. */
    public void say(String line) {
        progress.accept(line);
    }
}
