package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Sender;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.harness.WarmUp;
import io.dunlin.bench.load.LoadFile;
import io.dunlin.bench.load.LoadSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes as fast as accepted: the first samples create the series, the following ones are of known series. */
final class IngestPhase implements Phase {
    private static final int FIRST_STEPS = 8;

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String description() {
        return "remote-write 1.0 over HTTP, first samples of new series, then samples of known series";
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        LoadSet load = bench.stableLoad();
        int total = FIRST_STEPS + bench.size().steps();
        Path first = bench.work().resolve("ingest-first.load");
        Path known = bench.work().resolve("ingest-known.load");
        bench.say("encoding " + (long) load.size() * total + " samples of " + load.size() + " series");
        LoadFile.write(first, load, bench.start(total), Bench.INTERVAL, 0, FIRST_STEPS);
        LoadFile.write(known, load, bench.start(total), Bench.INTERVAL, FIRST_STEPS, total);
        Measures measures = new Measures();
        for (int run = 0; run < bench.size().runs(); run++) {
            for (ServerSpec spec : bench.servers()) {
                bench.say("ingest run " + (run + 1) + " of " + bench.size().runs() + ": " + spec.name());
                measure(spec, bench, first, known, measures);
            }
        }
        Files.delete(first);
        Files.delete(known);
        return measures.all();
    }

    private static final class Measures {
        final Measure newPerCpu = new Measure("first 8 samples of new series per CPU-second", "samples/s", true);
        final Measure knownPerCpu = new Measure("samples of known series per CPU-second", "samples/s", true);
        final Measure knownPerSecond = new Measure("samples of known series per second", "samples/s", true);
        final Measure ackP99 = new Measure("acknowledgement of 2,000 samples, p99", "ms", false);

        List<Measure> all() {
            return List.of(newPerCpu, knownPerCpu, knownPerSecond, ackP99);
        }
    }

    private static void measure(ServerSpec spec, Bench bench, Path first, Path known, Measures measures)
            throws IOException, InterruptedException {
        try (Server server = Server.start(spec, bench.work())) {
            WarmUp.writes(server, bench);
            Sender.Cost created = Sender.send(LoadFile.source(first), server);
            Sender.Cost appended = Sender.send(LoadFile.source(known), server);
            measures.newPerCpu.add(spec.name(), created.samplesPerCpuSecond());
            measures.knownPerCpu.add(spec.name(), appended.samplesPerCpuSecond());
            measures.knownPerSecond.add(spec.name(), appended.samplesPerSecond());
            measures.ackP99.add(spec.name(), appended.acknowledgements().quantileMillis(0.99));
        }
    }
}
