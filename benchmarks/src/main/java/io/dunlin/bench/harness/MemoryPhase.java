package io.dunlin.bench.harness;

import io.dunlin.bench.load.LoadFile;
import io.dunlin.bench.load.LoadSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        LoadSet load = bench.stableLoad();
        Path file = bench.work().resolve("memory.load");
        bench.progress().accept("encoding " + (long) load.size() * STEPS + " samples of " + load.size() + " series");
        LoadFile.write(file, load, bench.start(STEPS), Bench.INTERVAL, 0, STEPS);
        Measure idle = new Measure("memory, empty", "MiB", false);
        Measure full = new Measure("memory, " + load.size() + " series, 8 samples", "MiB", false);
        Measure perSeries = new Measure("memory above empty, a series", "B", false);
        for (ServerSpec spec : bench.servers()) {
            bench.progress().accept("memory: " + spec.name());
            try (Server server = Server.start(spec, bench.work())) {
                double empty = server.settledMemoryMiB();
                Sender.send(file, server);
                double loaded = server.settledMemoryMiB();
                idle.add(spec.name(), empty);
                full.add(spec.name(), loaded);
                perSeries.add(spec.name(), (loaded - empty) * (1 << 20) / load.size());
            }
        }
        Files.delete(file);
        return List.of(idle, full, perSeries);
    }
}
