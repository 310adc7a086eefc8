package io.dunlin.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of long phases, a file a phase, server and version: a peer does not change from run to run, so hours of
 * measuring it again on the same machine would say nothing new. Dunlin's own results are never taken from here.
 */
final class StoredPeers {
    private final Path directory;

    StoredPeers(Path directory) {
        this.directory = directory;
    }

    /** Returns a long phase's measures of all servers: each peer's from its file where that fits, else measured now. */
    List<Measure> measure(Phase phase, Bench bench) throws IOException, InterruptedException {
        Map<String, Measure> all = new LinkedHashMap<>();
        for (ServerSpec server : bench.servers()) {
            for (Measure one : measureOne(phase, bench.only(server))) {
                Measure joined = all.computeIfAbsent(one.title(), title -> one.empty());
                one.of(server.name()).forEach(value -> joined.add(server.name(), value));
            }
        }
        return List.copyOf(all.values());
    }

    private List<Measure> measureOne(Phase phase, Bench bench) throws IOException, InterruptedException {
        ServerSpec server = bench.servers().get(0);
        if (server.kind() == ServerKind.DUNLIN) {
            return phase.run(bench);
        }
        Files.createDirectories(directory);
        Path file = directory.resolve(fileName(phase, server));
        Results stored = open(file, bench);
        List<Measure> measures = stored.get(phase.name());
        if (measures != null) {
            bench.say(phase.name() + ": " + server.name() + " as stored in " + file);
            return measures;
        }
        measures = phase.run(bench);
        stored.put(phase.name(), measures);
        return measures;
    }

    /** A file of another machine or size is not mixed in; it is overwritten once there is something better. */
    private static Results open(Path file, Bench bench) throws IOException {
        try {
            return Results.read(file, bench);
        } catch (IllegalStateException ofAnotherRun) {
            bench.say("measuring again, for stored " + ofAnotherRun.getMessage());
            return Results.empty(file, bench);
        }
    }

    private static String fileName(Phase phase, ServerSpec server) {
        return (phase.name() + "-" + server.name() + "-" + server.version()).replaceAll("[^A-Za-z0-9.]+", "-")
                + ".json";
    }
}
