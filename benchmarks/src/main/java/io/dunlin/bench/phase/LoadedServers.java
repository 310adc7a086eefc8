package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Sender;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.load.LoadFile;
import io.dunlin.bench.load.LoadSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** All servers of a run, each with a load in it and showing it, and at rest. */
final class LoadedServers implements AutoCloseable {
    /** Servers that use less of a core than this are at rest. */
    private static final double REST = 0.1;

    /** They get so many times as long as a warm-up to come to rest. */
    private static final int LONGEST_REST = 4;

    private final List<Server> servers = new ArrayList<>();

    /** Starts them and loads the stable load. */
    static LoadedServers load(Bench bench) throws IOException, InterruptedException {
        return load(bench, bench.stableLoad(), bench.size().steps());
    }

    /** Starts them and loads so many steps of a load. */
    static LoadedServers load(Bench bench, LoadSet load, int steps) throws IOException, InterruptedException {
        Path file = bench.work().resolve("stable.load");
        bench.say("encoding " + (long) load.size() * steps + " samples of " + load.size() + " series");
        LoadFile.write(file, load, bench.start(steps), Bench.INTERVAL, 0, steps);
        LoadedServers loaded = new LoadedServers();
        try {
            for (ServerSpec spec : bench.servers()) {
                bench.say("loading " + spec.name());
                Server server = Server.start(spec, bench.work());
                loaded.servers.add(server);
                Sender.send(LoadFile.source(file), server);
                NewestSamples.await(server, bench, load.size());
            }
            loaded.awaitRest(bench.size().warmUp().multipliedBy(LONGEST_REST));
            return loaded;
        } catch (IOException | InterruptedException e) {
            loaded.close();
            throw e;
        } finally {
            Files.delete(file);
        }
    }

    /**
     * Waits until all together do next to nothing for a second: what one still does for itself, as to warm up or to merge, would
     * be charged to the one that is measured first.
     */
    private void awaitRest(Duration most) throws IOException, InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        double before = cpuSeconds();
        double used = REST;
        while (used >= REST && System.nanoTime() < end) {
            TimeUnit.SECONDS.sleep(1);
            double now = cpuSeconds();
            used = now - before;
            before = now;
        }
    }

    private double cpuSeconds() throws IOException {
        double sum = 0;
        for (Server server : servers) {
            sum += server.cpuSeconds();
        }
        return sum;
    }

    List<Server> all() {
        return servers;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Server server : servers) {
            server.close();
        }
    }
}
