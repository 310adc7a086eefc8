package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Sender;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.load.GeneratedLoad;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How cost grows with time: one server gets more and more data, and is measured at points on the way. */
final class ScaleTimePhase implements Phase {
    private static final long MILLIS_PER_HOUR = 3_600_000;
    private static final long SECONDS_PER_HOUR = 3600;

    private final Scale scale;
    private final long[] points;
    private final long interval;
    private final int mostSeries;

    private record Scale(String name, String axis, long unitHours) {}

    private ScaleTimePhase(Scale scale, long[] points, long interval, int mostSeries) {
        this.scale = scale;
        this.points = points;
        this.interval = interval;
        this.mostSeries = mostSeries;
    }

    /** A day of samples every 15 seconds. */
    static ScaleTimePhase samples() {
        Scale hours = new Scale("scale-samples", "hours of samples", 1);
        return new ScaleTimePhase(hours, new long[] {1, 2, 4, 8, 16, 24}, Bench.INTERVAL, 10_000);
    }

    /** A month of samples every minute, as blocks that are merged. */
    static ScaleTimePhase days() {
        Scale days = new Scale("scale-days", "days of blocks", 24);
        return new ScaleTimePhase(days, new long[] {1, 3, 10, 30}, 60_000, 1_000);
    }

    @Override
    public String name() {
        return scale.name();
    }

    @Override
    public String description() {
        return "cost against " + scale.axis()
                + ": memory, disk, queries over the last hour and over all of it, restart";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        long perUnit = scale.unitHours() * MILLIS_PER_HOUR / interval;
        long steps = points[points.length - 1] * perUnit;
        int series = Math.min(bench.size().series(), mostSeries);
        long start = bench.start(1) - (steps - 1) * interval;
        GeneratedLoad load = new GeneratedLoad(bench.stableLoad(series), start, interval);
        List<Measure> all = new ArrayList<>();
        for (ServerSpec spec : bench.servers()) {
            try (Server server = Server.start(spec, bench.work())) {
                long done = 0;
                for (long point : points) {
                    Sender.send(load.steps(done, point * perUnit), server);
                    done = point * perUnit;
                    bench.say(scale.name() + ": " + spec.name() + " " + scale.axis() + "=" + point);
                    all.addAll(measure(bench, server, point, load.time(done - 1)));
                }
            }
        }
        return all;
    }

    private List<Measure> measure(Bench bench, Server server, long place, long newest)
            throws IOException, InterruptedException {
        Point point = new Point(scale.axis(), place, server.spec().name());
        point.add(
                "memory of the process",
                "MiB",
                server.settledMemoryMiB(bench.size().settling()));
        point.add("disk", "MiB", server.diskBytes() / (double) (1 << 20));
        long end = newest / 1000 + 1;
        Map<String, String> lastHour = Map.of(
                "query",
                "sum by (le) (rate(vllm:stage_duration_seconds_bucket[5m]))",
                "start",
                Long.toString(end - SECONDS_PER_HOUR),
                "end",
                Long.toString(end),
                "step",
                "60");
        point.add("rate over the last hour", "ms", point.query(bench, server, "query_range", lastHour));
        String all = "sum(max_over_time(DCGM_FI_DEV_GPU_UTIL[" + place * scale.unitHours() + "h]))";
        Map<String, String> everything = Map.of("query", all, "time", Long.toString(end));
        point.add("maximum over all of it", "ms", point.query(bench, server, everything));
        server.kill();
        point.add("ready after kill -9", "s", server.restart());
        return point.measures();
    }
}
