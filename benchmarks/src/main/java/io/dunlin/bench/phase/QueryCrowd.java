package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Latencies;
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

/** Several connections that ask one server at once for single random series of the stable load. */
final class QueryCrowd {
    private QueryCrowd() {}

    /** Asks for so long, each connection again as soon as it is answered; returns the time of each answer. */
    static Latencies ask(Bench bench, Server server, int connections, Duration time)
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
