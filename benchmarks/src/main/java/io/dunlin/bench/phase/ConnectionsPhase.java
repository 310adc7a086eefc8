package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Latencies;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.load.LoadSet;
import io.dunlin.bench.load.Selectors;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
                ask(bench, server, CONNECTIONS, bench.size().warmUp());
                Latencies single = ask(bench, server, 1, MEASURED);
                alone.add(name, single.quantileMillis(0.5));
                aloneP99.add(name, single.quantileMillis(0.99));
                Latencies many = ask(bench, server, CONNECTIONS, MEASURED);
                p50.add(name, many.quantileMillis(0.5));
                p99.add(name, many.quantileMillis(0.99));
            }
        }
        return List.of(alone, aloneP99, p50, p99);
    }

    private static Latencies ask(Bench bench, Server server, int connections, Duration time)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        List<Callable<List<Double>>> askers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int seed = i;
            askers.add(() -> askUntil(bench, server, seed, end));
        }
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Double> all = new ArrayList<>();
            for (Future<List<Double>> one : threads.invokeAll(askers)) {
                all.addAll(one.get());
            }
            return new Latencies(all);
        } catch (ExecutionException e) {
            throw new IOException("query failed: " + e.getCause().getMessage(), e.getCause());
        } finally {
            threads.shutdown();
        }
    }

    private static List<Double> askUntil(Bench bench, Server server, int seed, long end)
            throws IOException, InterruptedException {
        LoadSet load = bench.stableLoad();
        SplittableRandom random = new SplittableRandom(seed);
        String time = Long.toString(bench.end() / 1000);
        List<Double> latencies = new ArrayList<>();
        do {
            String selector = Selectors.of(load.labels(random.nextInt(load.size())));
            latencies.add(server.client()
                    .api("query", Map.of("query", selector, "time", time))
                    .seconds());
        } while (System.nanoTime() < end);
        return latencies;
    }
}
