package io.dunlin.bench.harness;

import io.dunlin.bench.load.EncodedRequest;
import io.dunlin.bench.load.RequestSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends requests to a server over a few connections, as fast as they are acknowledged or at a fixed rate. */
public final class Sender {
    private static final int CONNECTIONS = 2;

    private Sender() {}

    /** What sending cost: samples, wall seconds, the server's CPU seconds, and the times to acknowledge. */
    public record Cost(long samples, double wallSeconds, double cpuSeconds, Latencies acknowledgements) {
        /** Returns the samples that a second of the server's CPU time took in. */
        public double samplesPerCpuSecond() {
            return samples / Math.max(cpuSeconds, ProcessStats.SECONDS_PER_TICK);
        }

        /** Returns the samples a second that the server took in. */
        public double samplesPerSecond() {
            return samples / wallSeconds;
        }
    }

    /** Sends as fast as requests are acknowledged. */
    public static Cost send(RequestSource source, Server server) throws IOException, InterruptedException {
        return send(source, server, Double.POSITIVE_INFINITY);
    }

    /** Sends at a number of samples a second, or as fast as acknowledged where that is infinite. */
    public static Cost send(RequestSource source, Server server, double samplesPerSecond)
            throws IOException, InterruptedException {
        double cpuBefore = server.cpuSeconds();
        long start = System.nanoTime();
        List<Double> latencies = Collections.synchronizedList(new ArrayList<>());
        long samples = sendAll(source, server.client(), samplesPerSecond, latencies);
        double wall = (System.nanoTime() - start) / 1e9;
        return new Cost(samples, wall, server.cpuSeconds() - cpuBefore, new Latencies(latencies));
    }

    private static long sendAll(RequestSource source, Client client, double samplesPerSecond, List<Double> latencies)
            throws IOException, InterruptedException {
        ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<Long>> lanes = new ArrayList<>();
            Pace pace = Double.isInfinite(samplesPerSecond) ? Pace.unlimited() : Pace.of(samplesPerSecond);
            LaneProgress progress = new LaneProgress(CONNECTIONS);
            for (int i = 0; i < CONNECTIONS; i++) {
                int lane = i;
                lanes.add(() -> {
                    try {
                        return sendLane(source, lane, client, pace, progress, latencies);
                    } finally {
                        progress.end(lane);
                    }
                });
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

    private static long sendLane(
            RequestSource source, int lane, Client client, Pace pace, LaneProgress progress, List<Double> latencies)
            throws IOException, InterruptedException {
        long samples = 0;
        try (RequestSource.Lane requests = source.open(lane, CONNECTIONS)) {
            for (EncodedRequest next = requests.next(); next != null; next = requests.next()) {
                progress.await(lane, next.before());
                long due = pace.await(next.before());
                client.write(next.body());
                latencies.add((System.nanoTime() - due) / 1e9);
                samples += next.samples();
            }
        }
        return samples;
    }
}
