package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Client;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.MemoryWatch;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Sender;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.harness.WarmUp;
import io.dunlin.bench.load.LoadFile;
import io.dunlin.bench.load.RequestLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One-shot series at 500 a second of data time, as fast as accepted; then the query that sums them. As many others go before,
 * two minutes older, which show what a fresh server needs and warm it up.
 */
final class ChurnPhase implements Phase {
    private static final int PER_SECOND = 500;
    private static final long OLDER = TimeUnit.MINUTES.toMillis(2);

    @Override
    public String name() {
        return "churn";
    }

    @Override
    public String description() {
        return "one-shot series: first samples per CPU-second, memory above empty, and their sum by tenant";
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        RequestLoad load = new RequestLoad(bench.size().seed(), bench.size().oneShot());
        long seconds = load.size() / PER_SECOND + 1L;
        Path file = bench.work().resolve("churn.load");
        Path warmUp = bench.work().resolve("churn-warm-up.load");
        bench.say("encoding " + 2 * load.size() + " one-shot series");
        long start = bench.end() - TimeUnit.SECONDS.toMillis(seconds);
        LoadFile.writeOneShot(file, load, start, PER_SECOND);
        RequestLoad others = new RequestLoad(bench.size().seed() + 1, load.size());
        LoadFile.writeOneShot(warmUp, others, start - OLDER, others.size());
        Measures measures = new Measures(load.size());
        Reference reference = new Reference();
        Map<String, String> query = Map.of(
                "query",
                "sum by (tenant) (sum_over_time(llm_request_tokens[" + (seconds + 60) + "s]))",
                "time",
                Long.toString(bench.end() / 1000));
        for (ServerSpec spec : bench.servers()) {
            bench.say("churn: " + spec.name());
            try (Server server = Server.start(spec, bench.work())) {
                double empty = server.settledMemoryMiB(bench.size().settling());
                Sender.Cost cold = Sender.send(LoadFile.source(warmUp), server);
                measures.coldPerCpu.add(spec.name(), cold.samplesPerCpuSecond());
                TimeUnit.MILLISECONDS.sleep(bench.size().warmUp().toMillis());
                Sender.Cost cost = Sender.send(LoadFile.source(file), server);
                measures.perCpu.add(spec.name(), cost.samplesPerCpuSecond());
                double loaded = server.settledMemoryMiB(bench.size().settling());
                measures.memory.add(spec.name(), loaded - empty);
                measureQuery(bench, server, query, reference, measures);
            }
        }
        Files.delete(file);
        Files.delete(warmUp);
        return measures.all();
    }

    private static final class Measures {
        final Measure perCpu = new Measure("first samples of one-shot series per CPU-second", "samples/s", true);
        final Measure coldPerCpu = new Measure("the same, of a fresh server", "samples/s", true);
        final Measure memory;
        final Measure first = new Measure("sum by tenant of all, first", "ms", false);
        final Measure warm = new Measure("sum by tenant of all, warm", "ms", false);
        final Measure cpu = new Measure("sum by tenant of all, warm, CPU", "ms", false);
        final Measure queried = new Measure("peak memory of that query above loaded", "MiB", false);

        Measures(int series) {
            memory = new Measure("memory above empty, " + 2 * series + " one-shot series", "MiB", false);
        }

        List<Measure> all() {
            return List.of(perCpu, coldPerCpu, memory, first, warm, cpu, queried);
        }
    }

    private static void measureQuery(
            Bench bench, Server server, Map<String, String> query, Reference reference, Measures measures)
            throws IOException, InterruptedException {
        String name = server.spec().name();
        double loaded = server.memoryMiB();
        try (MemoryWatch watch = new MemoryWatch(server)) {
            Client.Timed first = server.client().api("query", query);
            measures.first.add(name, first.seconds() * 1000);
            reference.check(server.spec(), query.get("query"), first.data());
            WarmUp.query(server, bench, "query", query);
            double cpu = server.cpuSeconds();
            for (int run = 0; run < bench.size().runs(); run++) {
                measures.warm.add(name, server.client().api("query", query).seconds() * 1000);
            }
            measures.cpu.add(
                    name, (server.cpuSeconds() - cpu) * 1000 / bench.size().runs());
            measures.queried.add(name, watch.peakMiB() - loaded);
        }
    }
}
