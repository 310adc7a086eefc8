package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Latencies;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Single-series queries over many connections at once, each connection asking again as soon as it is answered. */
final class ConnectionsPhase implements Phase {
    private static final int CONNECTIONS = 32;
    private static final Duration MEASURED = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "connections";
    }

    @Override
    public String description() {
        return "instant queries of one random series each, first over 1 and then over 32 connections at once";
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        Measure alone = new Measure("one series, 1 connection, p50", "ms", false);
        Measure aloneP99 = new Measure("one series, 1 connection, p99", "ms", false);
        Measure p50 = new Measure("one series, 32 connections, p50", "ms", false);
        Measure p99 = new Measure("one series, 32 connections, p99", "ms", false);
        try (LoadedServers servers = LoadedServers.load(bench)) {
            for (Server server : servers.all()) {
                String name = server.spec().name();
                bench.say("connections: " + name);
                QueryCrowd.ask(bench, server, CONNECTIONS, bench.size().warmUp());
                Latencies single = QueryCrowd.ask(bench, server, 1, MEASURED);
                alone.add(name, single.quantileMillis(0.5));
                aloneP99.add(name, single.quantileMillis(0.99));
                Latencies many = QueryCrowd.ask(bench, server, CONNECTIONS, MEASURED);
                p50.add(name, many.quantileMillis(0.5));
                p99.add(name, many.quantileMillis(0.99));
            }
        }
        return List.of(alone, aloneP99, p50, p99);
    }
}
