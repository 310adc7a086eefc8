package io.dunlin.bench.harness;

import io.dunlin.bench.load.LoadFile;
import io.dunlin.bench.load.RequestLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One-shot series, as many as the run's stable series, at 500 a second of data time; then the query that sums them. */
final class ChurnPhase implements Phase {
    private static final int PER_SECOND = 500;

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
        RequestLoad load = new RequestLoad(bench.seed(), bench.series());
        long seconds = load.size() / PER_SECOND + 1L;
        Path file = bench.work().resolve("churn.load");
        bench.progress().accept("encoding " + load.size() + " one-shot series");
        LoadFile.writeOneShot(file, load, bench.end() - TimeUnit.SECONDS.toMillis(seconds), PER_SECOND);
        Measure perCpu = new Measure("first samples of one-shot series per CPU-second", "samples/s", true);
        Measure memory = new Measure("memory above empty, " + load.size() + " one-shot series", "MiB", false);
        Measure latency = new Measure("sum by (tenant) (sum_over_time(llm_request_tokens))", "ms", false);
        Map<String, String> query = Map.of(
                "query",
                "sum by (tenant) (sum_over_time(llm_request_tokens[" + (seconds + 60) + "s]))",
                "time",
                Long.toString(bench.end() / 1000));
        Reference reference = new Reference();
        for (ServerSpec spec : bench.servers()) {
            bench.progress().accept("churn: " + spec.name());
            try (Server server = Server.start(spec, bench.work())) {
                double empty = server.settledMemoryMiB();
                Sender.Cost cost = Sender.send(file, server);
                perCpu.add(spec.name(), cost.samples() / cost.cpuSeconds());
                memory.add(spec.name(), server.settledMemoryMiB() - empty);
                reference.check(
                        spec,
                        query.get("query"),
                        server.client().api("query", query).data());
                for (int run = 0; run < bench.runs(); run++) {
                    latency.add(spec.name(), server.client().api("query", query).seconds() * 1000);
                }
            }
        }
        Files.delete(file);
        return List.of(perCpu, memory, latency);
    }
}
