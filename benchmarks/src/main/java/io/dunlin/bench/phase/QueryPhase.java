package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.Phase;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Queries over the loaded data, servers taking turns query by query, answers checked first. */
final class QueryPhase implements Phase {
    private static final String ONE_SERIES = "DCGM_FI_DEV_GPU_UTIL{Hostname=\"gpu-node-0\",gpu=\"3\"}";
    private static final String MEMORY_USED = "sum(DCGM_FI_DEV_FB_USED / (DCGM_FI_DEV_FB_USED + DCGM_FI_DEV_FB_FREE))";

    private static final List<String> RANGE = List.of(
            "sum by (le) (rate(vllm:e2e_request_latency_seconds_bucket[5m]))",
            "histogram_quantile(0.99, sum by (le, model_name) (rate(vllm:time_to_first_token_seconds_bucket[5m])))",
            "sum by (le) (rate(vllm:stage_duration_seconds_bucket[5m]))",
            "histogram_quantile(0.99, sum by (le, model_name) (rate(vllm:stage_duration_seconds_bucket[5m])))",
            "sum(avg_over_time(DCGM_FI_DEV_GPU_UTIL[1h]))",
            "avg by (Hostname) (DCGM_FI_DEV_GPU_UTIL)",
            "count(DCGM_FI_DEV_GPU_TEMP > 50)",
            "max by (gpu) (DCGM_FI_DEV_POWER_USAGE)",
            MEMORY_USED,
            ONE_SERIES);

    private static final List<String> INSTANT = List.of(
            "histogram_quantile(0.95, sum by (le, model_name) (rate(vllm:time_to_first_token_seconds_bucket[5m])))",
            "sum by (le) (rate(vllm:stage_duration_seconds_bucket[5m]))",
            "sum(rate(DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION[5m])) / 1000",
            "topk(10, sum by (pod) (vllm:counter_0_total))",
            "avg by (gpu, Hostname) (DCGM_FI_DEV_GPU_UTIL)",
            "DCGM_FI_DEV_GPU_TEMP > 50",
            MEMORY_USED,
            ONE_SERIES);

    /** Seconds left out at the start, so that every rate window is full. */
    private static final long LONGEST_RATE_WINDOW = 300;

    private final String name;
    private final String path;
    private final String description;
    private final List<String> queries;

    private QueryPhase(String name, String path, String description, List<String> queries) {
        this.name = name;
        this.path = path;
        this.description = description;
        this.queries = queries;
    }

    /** Range queries over all of the data. */
    static QueryPhase range() {
        return new QueryPhase(
                "query",
                "query_range",
                "range queries over all steps at a step of one interval, cold (the first ever) and warm",
                RANGE);
    }

    /** Instant queries at the newest samples. */
    static QueryPhase instant() {
        return new QueryPhase(
                "instant", "query", "instant queries at the newest samples, cold (the first ever) and warm", INSTANT);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        try (LoadedServers servers = LoadedServers.load(bench)) {
            QueryTurns turns = new QueryTurns(bench, servers.all(), path);
            for (String query : queries) {
                bench.say(name + ": " + query);
                turns.measure(query, form(bench, query));
            }
            return turns.measures();
        }
    }

    private Map<String, String> form(Bench bench, String query) {
        String end = Long.toString(bench.end() / 1000);
        if (path.equals("query")) {
            return Map.of("query", query, "time", end);
        }
        long start = bench.end() / 1000 - (bench.size().steps() - 1L) * Bench.INTERVAL / 1000 + LONGEST_RATE_WINDOW;
        String step = Long.toString(Bench.INTERVAL / 1000);
        return Map.of("query", query, "start", Long.toString(start), "end", end, "step", step);
    }
}
