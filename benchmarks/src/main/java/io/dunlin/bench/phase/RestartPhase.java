package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.PageCache;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Sender;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.load.GeneratedLoad;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Kills a loaded server without warning and times it until it is ready, with its files in the page cache and without; then
 * asks a dashboard's query until it is as fast as ever, and random series for their last acknowledged sample. {@code --steps
 * 480} is two hours of samples.
 */
final class RestartPhase implements Phase {
    private static final int CHECKED = 1000;
    private static final String DASHBOARD = "histogram_quantile(0.95, sum by (le, model_name) "
            + "(rate(vllm:time_to_first_token_seconds_bucket[5m])))";

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String description() {
        return "seconds from kill -9 to ready, files in the page cache and not; last samples of 1,000 random series";
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        int steps = bench.size().steps();
        GeneratedLoad load = new GeneratedLoad(bench.stableLoad(), bench.start(steps), Bench.INTERVAL);
        Measures measures = new Measures();
        for (ServerSpec spec : bench.servers()) {
            bench.say("restart: " + spec.name());
            try (Server server = Server.start(spec, bench.work())) {
                Sender.send(load.steps(0, steps), server);
                measure(bench, server, load, measures);
            }
        }
        return measures.all();
    }

    private static final class Measures {
        final Measure warm = new Measure("ready after kill -9, page cache warm", "s", false);
        final Measure cold = new Measure("ready after kill -9, page cache dropped", "s", false);
        final Measure right = new Measure("last acknowledged sample right after each", "% of 1,000 series", true);
        final Measure first = new Measure("first dashboard query after a restart", "ms", false);
        final Measure settled = new Measure("asked until within 10 % of warm", "s", false);
        final Measure steady = new Measure("the same query, warm", "ms", false);

        List<Measure> all() {
            return List.of(warm, cold, right, first, settled, steady);
        }
    }

    private static void measure(Bench bench, Server server, GeneratedLoad load, Measures measures)
            throws IOException, InterruptedException {
        String name = server.spec().name();
        long last = bench.size().steps() - 1L;
        RandomSeries series = new RandomSeries(load.load(), bench.size().seed(), CHECKED);
        Map<String, String> query = Map.of("query", DASHBOARD, "time", Long.toString(bench.end() / 1000));
        for (int run = 0; run < bench.size().runs(); run++) {
            server.kill();
            measures.warm.add(name, server.restart());
            measures.right.add(name, 100.0 * series.countRight(server, bench, last, load.time(last)) / CHECKED);
            server.kill();
            PageCache.drop(server.directory());
            measures.cold.add(name, server.restart());
            Settling settling = Settling.watch(server.client(), bench.size().warmUp(), "query", query);
            measures.first.add(name, settling.first() * 1000);
            measures.settled.add(name, settling.seconds());
            measures.steady.add(name, settling.steady() * 1000);
            measures.right.add(name, 100.0 * series.countRight(server, bench, last, load.time(last)) / CHECKED);
        }
    }
}
