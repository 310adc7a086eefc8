package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of ingestion loses no acknowledged sample. */
class KillIT {
    private static final int KILLS = 4;
    private static final int SERIES = 200;
    private static final int WRITERS = 3;

    @TempDir
    private Path directory;

    @Test
    void keepsEverySampleThatWasAcknowledged() throws InterruptedException {
        int port = ChildProcess.freePort();
        long start = System.currentTimeMillis() - Duration.ofMinutes(30).toMillis();
        AtomicInteger nextRequest = new AtomicInteger();
        Map<Integer, Map<Long, Double>> acknowledged = new TreeMap<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            acknowledged.put(writer, new ConcurrentSkipListMap<>());
        }
        DunlinProcess server = DunlinProcess.serve(directory, port);
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                int wanted = nextRequest.get() + 60;
                Thread[] writers = new Thread[WRITERS];
                for (int writer = 0; writer < WRITERS; writer++) {
                    int id = writer;
                    writers[writer] = new Thread(() -> write(port, id, start, nextRequest, acknowledged.get(id)));
                    writers[writer].start();
                }
                Await.until(Duration.ofSeconds(30), server::log, () -> nextRequest.get() > wanted);
                server.process().kill();
                for (Thread writer : writers) {
                    writer.join();
                }
                server = DunlinProcess.serve(directory, port);
                for (int writer = 0; writer < WRITERS; writer++) {
                    requireAll(server.api(), writer, acknowledged.get(writer));
                }
            }
        } finally {
            server.close();
        }
    }

    /** Writes one request after another until the server is gone; keeps what it acknowledged. */
    private static void write(
            int port, int writer, long start, AtomicInteger nextRequest, Map<Long, Double> acknowledged) {
        RemoteWriteClient client = new RemoteWriteClient(new ApiClient(port));
        try {
            while (true) {
                int number = nextRequest.incrementAndGet();
                long time = start + number * 100L;
                RemoteWriteClient.Request request = new RemoteWriteClient.Request();
                for (int series = 0; series < SERIES; series++) {
                    request.sample(
                            Map.of(
                                    "__name__",
                                    "killed",
                                    "writer",
                                    Integer.toString(writer),
                                    "series",
                                    Integer.toString(series)),
                            time,
                            number + series / 1e3);
                }
                ApiClient.Answer answer = client.send(request);
                assertThat(answer.status()).as(answer.body()).isEqualTo(204);
                acknowledged.put(time, (double) number);
            }
        } catch (UncheckedIOException e) {
            // The server was killed: what it did not answer was not acknowledged.
            assertThat(acknowledged).isNotEmpty();
        }
    }

    private static void requireAll(ApiClient api, int writer, Map<Long, Double> acknowledged) {
        double now = System.currentTimeMillis() / 1e3;
        for (int series : new int[] {0, SERIES - 1}) {
            String selector = "killed{writer=\"" + writer + "\",series=\"" + series + "\"}[1h]";
            Map<Long, Double> found = new TreeMap<>();
            for (JsonNode sample : api.query(selector, now).path(0).path("values")) {
                found.put(
                        Math.round(sample.get(0).asDouble() * 1e3),
                        sample.get(1).asDouble());
            }
            Map<Long, Double> expected = new TreeMap<>();
            acknowledged.forEach((time, number) -> expected.put(time, number + series / 1e3));
            assertThat(found).containsAllEntriesOf(expected);
        }
    }

    /** Prometheus sends again what was not acknowledged; in the end both have the same samples. */
    @Test
    void missesNothingThatAPrometheusSentAcrossAKill() throws InterruptedException {
        try (PrometheusFixture fixture = new PrometheusFixture(directory)) {
            fixture.awaitScrapes(5);
            fixture.killAndRestartDunlin();
            fixture.awaitScrapes(10);
            fixture.killAndRestartDunlin();
            fixture.awaitScrapes(14);
            double time = fixture.settledTime();
            for (String query :
                    new String[] {"up[5m]", "node_cpu_seconds_total[5m]", "demo_seconds_bucket[5m]", "demo_value[5m]"
                    }) {
                Answers.requireSame(
                        query,
                        fixture.prometheus().query(query, time),
                        fixture.dunlin().query(query, time));
            }
        }
    }

    /** Prometheus marks the series of a lost target as stale, and that arrives too. */
    @Test
    void endsTheSeriesOfATargetThatIsGone() {
        try (PrometheusFixture fixture = new PrometheusFixture(directory)) {
            fixture.awaitScrapes(4);
            fixture.stopDemoTarget();
            Await.until(
                    Duration.ofSeconds(20),
                    () -> "the target to be down",
                    () -> fixture.prometheus()
                            .query("up{job=\"demo\"} offset 3s", System.currentTimeMillis() / 1e3)
                            .path(0)
                            .path("value")
                            .path(1)
                            .asText()
                            .equals("0"));
            double time = fixture.settledTime();

            assertThat(fixture.dunlin().query("demo_value", time)).isEmpty();
            assertThat(fixture.dunlin().query("count_over_time(demo_value[1m])", time))
                    .isNotEmpty();
            Answers.requireSame(
                    "up",
                    fixture.prometheus().query("up", time),
                    fixture.dunlin().query("up", time));
        }
    }
}
