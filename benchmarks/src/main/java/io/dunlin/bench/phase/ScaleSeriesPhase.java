package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Sender;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.harness.WarmUp;
import io.dunlin.bench.load.GeneratedLoad;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How cost grows with the number of active series, from a hundredth of the run's series to all of them. */
final class ScaleSeriesPhase implements Phase {
    private static final int[] PARTS = {100, 10, 3, 1};
    private static final int FIRST_STEPS = 8;
    private static final int STEPS = 24;
    private static final double MICROS = 1e6;
    private static final String AGGREGATION = "sum by (le) (rate(vllm:stage_duration_seconds_bucket[5m]))";
    private static final String ONE_SERIES = "DCGM_FI_DEV_GPU_UTIL{Hostname=\"gpu-node-0\",gpu=\"3\"}";

    @Override
    public String name() {
        return "scale-series";
    }

    @Override
    public String description() {
        return "cost against active series: writing, memory, queries over most series and over one, restart";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        List<Measure> all = new ArrayList<>();
        for (int part : PARTS) {
            GeneratedLoad load = new GeneratedLoad(
                    bench.stableLoad(bench.size().series() / part), bench.start(STEPS), Bench.INTERVAL);
            for (ServerSpec spec : bench.servers()) {
                bench.say("scale-series: " + spec.name() + " series="
                        + load.load().size());
                try (Server server = Server.start(spec, bench.work())) {
                    all.addAll(measure(bench, server, load));
                }
            }
        }
        return all;
    }

    private static List<Measure> measure(Bench bench, Server server, GeneratedLoad load)
            throws IOException, InterruptedException {
        WarmUp.writes(server, bench);
        int series = load.load().size();
        double empty = server.settledMemoryMiB(bench.size().settling());
        Point point = new Point("series", series, server.spec().name());
        Sender.Cost created = Sender.send(load.steps(0, FIRST_STEPS), server);
        point.add("CPU a sample of new series", "µs", MICROS / created.samplesPerCpuSecond());
        Sender.Cost known = Sender.send(load.steps(FIRST_STEPS, STEPS), server);
        point.add("CPU a sample of known series", "µs", MICROS / known.samplesPerCpuSecond());
        double memory = server.settledMemoryMiB(bench.size().settling());
        point.add("memory of the process", "MiB", memory);
        point.add("memory above empty a series", "B", (memory - empty) * (1 << 20) / series);
        String end = Long.toString(bench.end() / 1000);
        Map<String, String> most = Map.of("query", AGGREGATION, "time", end);
        Map<String, String> one = Map.of("query", ONE_SERIES, "time", end);
        point.add("aggregation over two thirds of the series", "ms", point.query(bench, server, most));
        point.add("one series", "ms", point.query(bench, server, one));
        server.kill();
        point.add("ready after kill -9", "s", server.restart());
        return point.measures();
    }
}
