package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.MemoryWatch;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Sender;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.load.GeneratedLoad;
import java.io.IOException;
import java.util.List;

/** Memory of the whole process with all series active after eight samples each. */
final class MemoryPhase implements Phase {
    private static final int STEPS = 8;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String description() {
        return "anonymous and shared resident memory after 8 samples of every series, settled";
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        GeneratedLoad load = new GeneratedLoad(bench.stableLoad(), bench.start(STEPS), Bench.INTERVAL);
        int series = load.load().size();
        Measure idle = new Measure("memory, empty", "MiB", false);
        Measure full = new Measure("memory, " + series + " series, 8 samples", "MiB", false);
        Measure peak = new Measure("peak memory while they are written", "MiB", false);
        Measure perSeries = new Measure("memory above empty, a series", "B", false);
        for (ServerSpec spec : bench.servers()) {
            bench.say("memory: " + spec.name());
            try (Server server = Server.start(spec, bench.work())) {
                double empty = server.settledMemoryMiB(bench.size().settling());
                try (MemoryWatch watch = new MemoryWatch(server)) {
                    Sender.send(load.steps(0, STEPS), server);
                    peak.add(spec.name(), watch.peakMiB());
                }
                double loaded = server.settledMemoryMiB(bench.size().settling());
                idle.add(spec.name(), empty);
                full.add(spec.name(), loaded);
                perSeries.add(spec.name(), (loaded - empty) * (1 << 20) / series);
            }
        }
        return List.of(idle, full, peak, perSeries);
    }
}
