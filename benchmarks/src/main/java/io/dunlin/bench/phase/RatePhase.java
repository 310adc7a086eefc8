package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Sender;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.harness.WarmUp;
import io.dunlin.bench.load.GeneratedLoad;
import java.io.IOException;
import java.util.List;

/** Known series at a fixed rate that every server can keep up with: what the same work costs, and how long it waits. */
final class RatePhase implements Phase {
    private static final int SAMPLES_PER_SECOND = 50_000;
    private static final int FIRST_STEPS = 2;

    @Override
    public String name() {
        return "rate";
    }

    @Override
    public String description() {
        return "50,000 samples/s of known series, sent when due; acknowledgements count from then";
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        int total = FIRST_STEPS + bench.size().steps();
        GeneratedLoad load = new GeneratedLoad(bench.stableLoad(), bench.start(total), Bench.INTERVAL);
        Measure cores = new Measure("CPU used at 50,000 samples/s", "% of a core", false);
        Measure kept = new Measure("rate that was kept", "samples/s", true);
        Measure p50 = new Measure("acknowledgement when due, p50", "ms", false);
        Measure p99 = new Measure("acknowledgement when due, p99", "ms", false);
        Measure max = new Measure("acknowledgement when due, longest", "ms", false);
        for (ServerSpec spec : bench.servers()) {
            bench.say("rate: " + spec.name());
            try (Server server = Server.start(spec, bench.work())) {
                WarmUp.writes(server, bench);
                Sender.send(load.steps(0, FIRST_STEPS), server);
                Sender.Cost cost = Sender.send(load.steps(FIRST_STEPS, total), server, SAMPLES_PER_SECOND);
                cores.add(spec.name(), 100 * cost.cpuSeconds() / cost.wallSeconds());
                kept.add(spec.name(), cost.samplesPerSecond());
                p50.add(spec.name(), cost.acknowledgements().quantileMillis(0.5));
                p99.add(spec.name(), cost.acknowledgements().quantileMillis(0.99));
                max.add(spec.name(), cost.acknowledgements().maxMillis());
            }
        }
        return List.of(cores, kept, p50, p99, max);
    }
}
