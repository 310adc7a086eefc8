package io.dunlin.bench.harness;

import io.dunlin.bench.load.LoadFile;
import io.dunlin.bench.load.LoadSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Kills a loaded server without warning and times it until it is ready; then asks whether the last samples are there. */
final class RestartPhase implements Phase {
    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String description() {
        return "seconds from kill -9 to ready, and whether every acknowledged sample of the newest step is there";
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        LoadSet load = bench.stableLoad();
        Path file = bench.work().resolve("restart.load");
        bench.progress()
                .accept("encoding " + (long) load.size() * bench.steps() + " samples of " + load.size() + " series");
        LoadFile.write(file, load, bench.start(bench.steps()), Bench.INTERVAL, 0, bench.steps());
        Measure ready = new Measure("ready after kill -9", "s", false);
        Measure kept = new Measure("series with their newest sample after kill -9", "% of all", true);
        for (ServerSpec spec : bench.servers()) {
            bench.progress().accept("restart: " + spec.name());
            try (Server server = Server.start(spec, bench.work())) {
                Sender.send(file, server);
                ready.add(spec.name(), server.killAndRestart());
                kept.add(spec.name(), 100 * NewestSamples.count(server, bench) / load.size());
            }
        }
        Files.delete(file);
        return List.of(ready, kept);
    }
}
