package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Client;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.ProcessStats;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.WarmUp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures queries one after the other, servers taking turns within each, answers checked first. */
final class QueryTurns {
    private final Bench bench;
    private final List<Server> servers;
    private final String path;
    private final Reference reference = new Reference();
    private final List<Measure> measures = new ArrayList<>();

    /**
     * Makes turns.
     *
     * @param path what is asked below {@code /api/v1/}
     */
    QueryTurns(Bench bench, List<Server> servers, String path) {
        this.bench = bench;
        this.servers = servers;
        this.path = path;
    }

    /**
     * Asks a query cold (the first ever of its kind), warms it up, and asks it as often as the run repeats measurements.
     *
     * @param title what the measures are called
     * @param form the parameters of the call
     */
    void measure(String title, Map<String, String> form) throws IOException, InterruptedException {
        Measure cold = new Measure("cold: " + title, "ms", false);
        Measure warm = new Measure("warm: " + title, "ms", false);
        Measure cpu = new Measure("CPU, mean of the warm runs: " + title, "ms", false);
        for (Server server : servers) {
            Client.Timed first = server.client().api(path, form);
            reference.check(server.spec(), title, first.data());
            cold.add(server.spec().name(), first.seconds() * 1000);
            WarmUp.query(server, bench, path, form);
        }
        double[] cpuBefore = cpuSeconds();
        for (int run = 0; run < bench.size().runs(); run++) {
            for (Server server : servers) {
                warm.add(server.spec().name(), server.client().api(path, form).seconds() * 1000);
            }
        }
        double[] cpuAfter = cpuSeconds();
        for (int i = 0; i < servers.size(); i++) {
            double ticks = Math.max(cpuAfter[i] - cpuBefore[i], ProcessStats.SECONDS_PER_TICK);
            cpu.add(servers.get(i).spec().name(), ticks * 1000 / bench.size().runs());
        }
        measures.addAll(List.of(cold, warm, cpu));
    }

    /** Returns what was measured so far: cold, warm and CPU time of each query. */
    List<Measure> measures() {
        return measures;
    }

    private double[] cpuSeconds() throws IOException {
        double[] seconds = new double[servers.size()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = servers.get(i).cpuSeconds();
        }
        return seconds;
    }
}
