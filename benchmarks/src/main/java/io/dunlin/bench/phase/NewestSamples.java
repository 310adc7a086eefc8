package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Client;
import io.dunlin.bench.harness.Server;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Counts the series that have a sample in the newest ten seconds, as a query sees them. */
final class NewestSamples {
    private static final String WINDOW = "10s";
    private static final long LONGEST_WAIT_SECONDS = 60;

    private NewestSamples() {}

    /** Returns the number of series whose newest sample a query finds. */
    static double count(Server server, Bench bench) throws IOException, InterruptedException {
        Client.Timed answer = server.client()
                .api(
                        "query",
                        Map.of(
                                "query",
                                "count({__name__!=\"\"})",
                                "time",
                                Long.toString(bench.end() / 1000),
                                "lookback_delta",
                                WINDOW,
                                "step",
                                WINDOW));
        boolean none = answer.data().get("result").isEmpty();
        return none ? 0 : answer.data().get("result").get(0).get("value").get(1).asDouble();
    }

    /** Waits until a query finds every series: some servers acknowledge samples a while before they show them. */
    static void await(Server server, Bench bench, int series) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
        while (count(server, bench) < series) {
            if (System.nanoTime() > deadline) {
                throw new IOException("acknowledged samples do not show: server="
                        + server.spec().name() + " seconds=" + LONGEST_WAIT_SECONDS);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
