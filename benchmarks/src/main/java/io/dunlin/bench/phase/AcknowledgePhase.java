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

/**
 * Acknowledgements while blocks are cut and merged. Few series and much data time make a server cut one block after another
 * while it is written to, so that most requests meet a cut or a merge.
 */
final class AcknowledgePhase implements Phase {
    private static final int SAMPLES_PER_SECOND = 50_000;
    private static final int MOST_SERIES = 5_000;

    /** Twelve hours of data: six blocks, and the first merge of three. */
    private static final int STEPS = 12 * 240;

    @Override
    public String name() {
        return "acknowledge";
    }

    @Override
    public String description() {
        return "50,000 samples/s with every server's usual sync, while it cuts and merges blocks of twelve hours of data";
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        GeneratedLoad load = new GeneratedLoad(
                bench.stableLoad(Math.min(bench.size().series(), MOST_SERIES)), bench.start(STEPS), Bench.INTERVAL);
        Measure p50 = new Measure("acknowledgement beside cuts and merges, p50", "ms", false);
        Measure p99 = new Measure("acknowledgement beside cuts and merges, p99", "ms", false);
        Measure max = new Measure("acknowledgement beside cuts and merges, longest", "ms", false);
        Measure blocks = new Measure("samples that were in blocks at the end", "% of all", true);
        for (ServerSpec spec : bench.servers()) {
            bench.say("acknowledge: " + spec.name());
            try (Server server = Server.start(spec, bench.work())) {
                WarmUp.writes(server, bench, STEPS);
                Sender.Cost cost = Sender.send(load.steps(0, STEPS), server, SAMPLES_PER_SECOND);
                p50.add(spec.name(), cost.acknowledgements().quantileMillis(0.5));
                p99.add(spec.name(), cost.acknowledgements().quantileMillis(0.99));
                max.add(spec.name(), cost.acknowledgements().maxMillis());
                long inBlocks = BlockBytes.of(server.directory()).samples();
                if (inBlocks > 0) {
                    blocks.add(spec.name(), 100.0 * inBlocks / cost.samples());
                }
            }
        }
        return List.of(p50, p99, max, blocks);
    }
}
