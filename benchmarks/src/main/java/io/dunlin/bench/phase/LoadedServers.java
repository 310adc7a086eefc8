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
import java.util.ArrayList;
import java.util.List;

/** All servers of a run, each with a load in it and showing it. */
final class LoadedServers implements AutoCloseable {
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
            return loaded;
        } catch (IOException | InterruptedException e) {
            loaded.close();
            throw e;
        } finally {
            Files.delete(file);
        }
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
