package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.MemoryWatch;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Sender;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.load.GeneratedLoad;
import java.io.IOException;
import java.util.List;

/** Memory after four hours of data, a block having been cut; written as fast as accepted. */
final class MemoryHoursPhase implements Phase {
    private static final int STEPS_PER_HOUR = 240;
    private static final int HOURS = 4;
    private static final int CHECKED = 1000;

    @Override
    public String name() {
        return "memory-4h";
    }

    @Override
    public String description() {
        return "anonymous and shared resident memory after each of four hours of data (960 samples a series), settled";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        int steps = HOURS * STEPS_PER_HOUR;
        GeneratedLoad load = new GeneratedLoad(bench.stableLoad(), bench.start(steps), Bench.INTERVAL);
        Measures measures = new Measures(load.load().size());
        for (ServerSpec spec : bench.servers()) {
            try (Server server = Server.start(spec, bench.work())) {
                measure(bench, load, server, measures);
            }
        }
        return measures.all();
    }

    private static final class Measures {
        final Measure full;
        final Measure peak = new Measure("peak memory", "MiB", false);
        final Measure blocks = new Measure("samples in blocks", "% of all", true);

        Measures(int series) {
            full = new Measure("memory, " + series + " series, 960 samples", "MiB", false);
        }

        List<Measure> all() {
            return List.of(full, peak, blocks);
        }
    }

    private static void measure(Bench bench, GeneratedLoad load, Server server, Measures measures)
            throws IOException, InterruptedException {
        String name = server.spec().name();
        long samples = 0;
        try (MemoryWatch watch = new MemoryWatch(server)) {
            for (int hour = 0; hour < HOURS; hour++) {
                samples += Sender.send(load.steps((long) hour * STEPS_PER_HOUR, (hour + 1L) * STEPS_PER_HOUR), server)
                        .samples();
                bench.say("memory-4h: " + name + " hour=" + (hour + 1) + " MiB=" + Math.round(server.memoryMiB()));
            }
            measures.full.add(name, server.settledMemoryMiB(bench.size().settling()));
            measures.peak.add(name, watch.peakMiB());
        }
        long last = (long) HOURS * STEPS_PER_HOUR - 1;
        new RandomSeries(load.load(), bench.size().seed(), CHECKED).requireRight(server, bench, last, load.time(last));
        measures.blocks.add(name, 100.0 * BlockBytes.of(server.directory()).samples() / samples);
    }
}
