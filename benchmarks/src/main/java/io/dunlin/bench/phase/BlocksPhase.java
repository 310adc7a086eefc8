package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Client;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.PageCache;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.ProcessStats;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.harness.WarmUp;
import io.dunlin.bench.load.LoadSet;
import io.dunlin.tsdb.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Queries over a month of blocks: each server has a copy of the same ones, and no head. Cold is the first query after a start
 * with the blocks out of the page cache.
 */
final class BlocksPhase implements Phase {
    private static final long INTERVAL = 60_000;
    private static final int CUTS_PER_DAY = 4;
    private static final int MOST_SERIES = 1_000;

    private static final List<Span> SPANS = List.of(new Span("24 h", 1, 300), new Span("30 d", 30, 7_200));

    private static final List<String> QUERIES = List.of(
            "sum by (le) (rate(vllm:stage_duration_seconds_bucket[$]))",
            "histogram_quantile(0.99, sum by (le, model_name) (rate(vllm:time_to_first_token_seconds_bucket[$])))",
            "avg by (Hostname) (avg_over_time(DCGM_FI_DEV_GPU_UTIL[$]))",
            "max by (gpu) (DCGM_FI_DEV_POWER_USAGE)",
            "DCGM_FI_DEV_GPU_UTIL{Hostname=\"gpu-node-0\",gpu=\"3\"}");

    /** A range of time that queries cover, and their step in seconds, which is also the window of {@code [$]}. */
    private record Span(String name, int days, int step) {
        Map<String, String> form(String query, long end) {
            String start = Long.toString(end - days * 86_400L + 2L * step);
            return Map.of(
                    "query", query(query), "start", start, "end", Long.toString(end), "step", Integer.toString(step));
        }

        String query(String query) {
            return query.replace("$", step + "s");
        }
    }

    @Override
    public String name() {
        return "blocks";
    }

    @Override
    public String description() {
        return "range queries over 24 hours and 30 days of blocks, a sample a minute: the first after a start, page cache "
                + "dropped, and warm";
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        LoadSet load = bench.stableLoad(Math.min(bench.size().series(), MOST_SERIES));
        int cuts = SPANS.get(SPANS.size() - 1).days() * CUTS_PER_DAY;
        long end = Math.floorDiv(bench.end(), BlockHistory.CUT) * BlockHistory.CUT;
        Path blocks = bench.work().resolve("blocks");
        bench.say("blocks: writing " + cuts + " cuts of " + load.size() + " series");
        long samples = new BlockHistory(load, INTERVAL).write(blocks, end - cuts * BlockHistory.CUT, cuts);
        bench.say("blocks: " + samples + " samples");
        List<Server> servers = new ArrayList<>();
        try {
            for (ServerSpec spec : bench.servers()) {
                if (spec.kind().readsBlocks()) {
                    servers.add(Server.startOn(blocks, spec.with(flags(spec)), bench.work()));
                }
            }
            return measure(bench, servers, (end - INTERVAL) / 1000);
        } finally {
            for (Server server : servers) {
                server.close();
            }
            Disk.system().deleteTree(blocks);
        }
    }

    /** What lies in the blocks stays as it is and is kept. */
    private static List<String> flags(ServerSpec spec) {
        List<String> flags = new ArrayList<>(spec.kind().unmergedBlocks());
        flags.add("--storage.tsdb.retention.time=100y");
        return flags;
    }

    private static List<Measure> measure(Bench bench, List<Server> servers, long end)
            throws IOException, InterruptedException {
        List<Measure> all = new ArrayList<>();
        Reference reference = new Reference();
        for (Span span : SPANS) {
            for (String query : QUERIES) {
                bench.say("blocks: " + span.name() + " " + query);
                all.addAll(measure(bench, servers, span, query, end, reference));
            }
        }
        return all;
    }

    private static List<Measure> measure(
            Bench bench, List<Server> servers, Span span, String query, long end, Reference reference)
            throws IOException, InterruptedException {
        Map<String, String> form = span.form(query, end);
        String name = span.name() + ": " + span.query(query);
        Measure cold = new Measure("cold, " + name, "ms", false);
        Measure warm = new Measure("warm, " + name, "ms", false);
        Measure cpu = new Measure("CPU, mean of the warm runs, " + name, "ms", false);
        for (Server server : servers) {
            server.kill();
            PageCache.drop(server.directory());
            server.restart();
            Client.Timed first = server.client().api("query_range", form);
            reference.check(server.spec(), name, first.data());
            cold.add(server.spec().name(), first.seconds() * 1000);
            WarmUp.query(server, bench, "query_range", form);
            double cpuBefore = server.cpuSeconds();
            for (int run = 0; run < bench.size().runs(); run++) {
                Client.Timed timed = server.client().api("query_range", form);
                warm.add(server.spec().name(), timed.seconds() * 1000);
            }
            double used = Math.max(server.cpuSeconds() - cpuBefore, ProcessStats.SECONDS_PER_TICK);
            cpu.add(server.spec().name(), used * 1000 / bench.size().runs());
        }
        return List.of(cold, warm, cpu);
    }
}
