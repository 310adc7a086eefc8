package io.dunlin.bench.harness;

import io.dunlin.bench.load.LoadFile;
import io.dunlin.bench.load.LoadSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Range queries over the loaded data, servers taking turns query by query, answers checked first. */
final class QueryPhase implements Phase {
    private static final List<String> QUERIES = List.of(
            "sum by (le) (rate(vllm:e2e_request_latency_seconds_bucket[5m]))",
            "histogram_quantile(0.99, sum by (le, model_name) (rate(vllm:time_to_first_token_seconds_bucket[5m])))",
            "sum by (le) (rate(vllm:stage_duration_seconds_bucket[5m]))",
            "histogram_quantile(0.99, sum by (le, model_name) (rate(vllm:stage_duration_seconds_bucket[5m])))",
            "sum(avg_over_time(DCGM_FI_DEV_GPU_UTIL[1h]))",
            "avg by (Hostname) (DCGM_FI_DEV_GPU_UTIL)",
            "count(DCGM_FI_DEV_GPU_TEMP > 50)",
            "max by (gpu) (DCGM_FI_DEV_POWER_USAGE)",
            "sum(DCGM_FI_DEV_FB_USED / (DCGM_FI_DEV_FB_USED + DCGM_FI_DEV_FB_FREE))",
            "DCGM_FI_DEV_GPU_UTIL{Hostname=\"gpu-node-0\",gpu=\"3\"}");

    /** Seconds left out at the start, so that every rate window is full. */
    private static final long LONGEST_RATE_WINDOW = 300;

    @Override
    public String name() {
        return "query";
    }

    @Override
    public String description() {
        return "range queries over all steps at a step of one interval, cold (first) and warm (median)";
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        List<Server> servers = new ArrayList<>();
        try {
            load(bench, servers);
            List<Measure> all = new ArrayList<>();
            Reference reference = new Reference();
            for (String query : QUERIES) {
                bench.progress().accept("query: " + query);
                all.addAll(measure(bench, servers, query, reference));
            }
            return all;
        } finally {
            for (Server server : servers) {
                server.close();
            }
        }
    }

    private static void load(Bench bench, List<Server> servers) throws IOException, InterruptedException {
        LoadSet load = bench.stableLoad();
        Path file = bench.work().resolve("query.load");
        bench.progress()
                .accept("encoding " + (long) load.size() * bench.steps() + " samples of " + load.size() + " series");
        LoadFile.write(file, load, bench.start(bench.steps()), Bench.INTERVAL, 0, bench.steps());
        for (ServerSpec spec : bench.servers()) {
            bench.progress().accept("loading " + spec.name());
            Server server = Server.start(spec, bench.work());
            servers.add(server);
            Sender.send(file, server);
            NewestSamples.await(server, bench, load.size());
        }
        Files.delete(file);
    }

    private static List<Measure> measure(Bench bench, List<Server> servers, String query, Reference reference)
            throws IOException, InterruptedException {
        long end = bench.end() / 1000;
        Map<String, String> form = Map.of(
                "query", query,
                "start", Long.toString(end - (bench.steps() - 1L) * Bench.INTERVAL / 1000 + LONGEST_RATE_WINDOW),
                "end", Long.toString(end),
                "step", Long.toString(Bench.INTERVAL / 1000));
        Measure cold = new Measure("cold: " + query, "ms", false);
        Measure warm = new Measure("warm: " + query, "ms", false);
        Measure cpu = new Measure("CPU, mean of the warm runs: " + query, "ms", false);
        for (Server server : servers) {
            Client.Timed first = server.client().api("query_range", form);
            reference.check(server.spec(), query, first.data());
            cold.add(server.spec().name(), first.seconds() * 1000);
        }
        double[] cpuBefore = cpuSeconds(servers);
        for (int run = 0; run < bench.runs(); run++) {
            for (Server server : servers) {
                warm.add(
                        server.spec().name(),
                        server.client().api("query_range", form).seconds() * 1000);
            }
        }
        double[] cpuAfter = cpuSeconds(servers);
        for (int i = 0; i < servers.size(); i++) {
            double ticks = Math.max(cpuAfter[i] - cpuBefore[i], ProcessStats.SECONDS_PER_TICK);
            cpu.add(servers.get(i).spec().name(), ticks * 1000 / bench.runs());
        }
        return List.of(cold, warm, cpu);
    }

    private static double[] cpuSeconds(List<Server> servers) throws IOException {
        double[] seconds = new double[servers.size()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = servers.get(i).cpuSeconds();
        }
        return seconds;
    }
}
