package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.load.BucketLoad;
import io.dunlin.bench.load.GaugeLoad;
import io.dunlin.bench.load.LoadSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The kinds of range queries that budgets are set for, over one hour at a step of 15 s, each wrapped so that few series come
 * back. The numbers of series follow {@code --series}: with 100,000 there are 92,160 buckets, 60,000 of them in one job, and
 * 100,000 gauges each of whole numbers and of fractions. Every series has the hour and five minutes of samples, whatever
 * {@code --steps} says, so windows of five minutes are always full and those of an hour grow.
 */
final class KindsPhase implements Phase {
    private static final long HOUR = 3600;
    private static final long FIRST_WINDOW = 300;
    private static final int STEPS = (int) ((HOUR + FIRST_WINDOW) * 1000 / Bench.INTERVAL) + 1;

    /** Of 100,000 series 3,072 histograms. */
    private static final double HISTOGRAMS_PER_SERIES = 0.030_72;

    private static final String BUCKETS = BucketLoad.NAME;
    private static final String WHOLE = GaugeLoad.WHOLE;
    private static final String FRACTION = GaugeLoad.FRACTION;

    private static final List<String> OF_BUCKETS = List.of(
            "sum by (le) (rate(" + BUCKETS + "[5m]))",
            "histogram_quantile(0.99, sum by (le, model_name) (rate(" + BUCKETS + "{job=\"chat\"}[5m])))",
            "sum(topk(10, rate(" + BUCKETS + "[5m])))",
            "sum by (model_name) (rate(" + BUCKETS + "{pod=~\".*7.*\"}[5m]))",
            "sum by (le) (rate(" + BUCKETS + "{le=~\"[0-9]+[.]0\"}[5m]))",
            "sum(rate(" + BUCKETS + "[1m])) / sum(rate(" + BUCKETS + "[5m]))");

    private static final List<String> OF_GAUGES = List.of(
            "sum(avg_over_time(" + WHOLE + "[1h]))",
            "sum(avg_over_time(" + FRACTION + "[1h]))",
            "sum(avg_over_time(" + FRACTION + "[5m]))",
            "sum by (gpu) (quantile_over_time(0.9, " + WHOLE + "[5m]))",
            "sum by (modelName) (" + WHOLE + " * on (UUID) group_left () " + FRACTION + ")",
            "max by (gpu) (" + WHOLE + ")",
            "avg by (gpu, modelName) (" + FRACTION + ")",
            "count by (gpu) (" + WHOLE + "{Hostname=~\"gpu-node-.*[13579]\"})");

    private final String name;
    private final String data;
    private final Function<Bench, LoadSet> load;
    private final List<String> queries;

    private KindsPhase(String name, String data, Function<Bench, LoadSet> load, List<String> queries) {
        this.name = name;
        this.data = data;
        this.load = load;
        this.queries = queries;
    }

    /** Queries over the buckets of histograms. */
    static KindsPhase buckets() {
        return new KindsPhase(
                "kinds-buckets",
                "buckets of histograms",
                bench -> new BucketLoad(bench.size().seed(), Math.max(1, (int)
                        Math.round(bench.size().series() * HISTOGRAMS_PER_SERIES))),
                OF_BUCKETS);
    }

    /** Queries over gauges. */
    static KindsPhase gauges() {
        return new KindsPhase(
                "kinds-gauges",
                "gauges",
                bench -> new GaugeLoad(bench.size().seed(), bench.size().series()),
                OF_GAUGES);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "one hour at a step of 15 s over " + data + ", cold (the first ever) and warm";
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        try (LoadedServers servers = LoadedServers.load(bench, load.apply(bench), STEPS)) {
            QueryTurns turns = new QueryTurns(bench, servers.all(), "query_range");
            long end = bench.end() / 1000;
            for (String query : queries) {
                bench.say(name + ": " + query);
                turns.measure(
                        query,
                        Map.of(
                                "query",
                                query,
                                "start",
                                Long.toString(end - HOUR),
                                "end",
                                Long.toString(end),
                                "step",
                                Long.toString(Bench.INTERVAL / 1000)));
            }
            return turns.measures();
        }
    }
}
