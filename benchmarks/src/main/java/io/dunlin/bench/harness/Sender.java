package io.dunlin.bench.harness;

import io.dunlin.bench.load.LoadFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends a load file to a server as fast as it is acknowledged, over a few connections. */
final class Sender {
    private static final int CONNECTIONS = 2;

    private Sender() {}

    /** What sending cost: samples, wall seconds, the server's CPU seconds, and the 99th percentile of acknowledgements. */
    record Cost(long samples, double wallSeconds, double cpuSeconds, double ackP99Seconds) {}

    static Cost send(Path file, Server server) throws IOException, InterruptedException {
        double cpuBefore = server.cpuSeconds();
        long start = System.nanoTime();
        List<Double> latencies = Collections.synchronizedList(new ArrayList<>());
        long samples = sendAll(file, server.client(), latencies);
        double wall = (System.nanoTime() - start) / 1e9;
        List<Double> sorted = new ArrayList<>(latencies);
        Collections.sort(sorted);
        double p99 = sorted.get((int) (0.99 * (sorted.size() - 1)));
        return new Cost(samples, wall, server.cpuSeconds() - cpuBefore, p99);
    }

    private static long sendAll(Path file, Client client, List<Double> latencies)
            throws IOException, InterruptedException {
        ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<Long>> lanes = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int lane = i;
                lanes.add(() -> sendLane(file, lane, client, latencies));
            }
            long samples = 0;
            for (Future<Long> one : senders.invokeAll(lanes)) {
                samples += one.get();
            }
            return samples;
        } catch (ExecutionException e) {
            throw new IOException("sending failed: " + e.getCause().getMessage(), e.getCause());
        } finally {
            senders.shutdown();
        }
    }

    private static long sendLane(Path file, int lane, Client client, List<Double> latencies)
            throws IOException, InterruptedException {
        long samples = 0;
        try (LoadFile load = LoadFile.open(file)) {
            for (LoadFile.Request next = load.next(lane, CONNECTIONS);
                    next != null;
                    next = load.next(lane, CONNECTIONS)) {
                long start = System.nanoTime();
                client.write(next.body());
                latencies.add((System.nanoTime() - start) / 1e9);
                samples += next.samples();
            }
        }
        return samples;
    }
}
