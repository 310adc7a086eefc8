package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Latencies;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How latency and throughput of single-series queries change with the number of connections that ask at once. */
final class ScaleConnectionsPhase implements Phase {
    private static final int[] CONNECTIONS = {1, 2, 4, 8, 16, 32, 64};
    private static final Duration MEASURED = Duration.ofSeconds(3);

    @Override
    public String name() {
        return "scale-connections";
    }

    @Override
    public String description() {
        return "single-series queries against connections that ask at once";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        List<Measure> all = new ArrayList<>();
        try (LoadedServers servers = LoadedServers.load(bench)) {
            for (Server server : servers.all()) {
                bench.say("scale-connections: " + server.spec().name());
                QueryCrowd.ask(
                        bench,
                        server,
                        CONNECTIONS[CONNECTIONS.length - 1],
                        bench.size().warmUp());
                for (int connections : CONNECTIONS) {
                    Latencies latencies = QueryCrowd.ask(bench, server, connections, MEASURED);
                    Point point =
                            new Point("connections", connections, server.spec().name());
                    point.add("answers a second", "1/s", true, latencies.count() / (double) MEASURED.toSeconds());
                    point.add("latency, p50", "ms", latencies.quantileMillis(0.5));
                    point.add("latency, p99", "ms", latencies.quantileMillis(0.99));
                    all.addAll(point.measures());
                }
            }
        }
        return all;
    }
}
