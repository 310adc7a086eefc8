package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Sender;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerKind;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.load.LoadFile;
import io.dunlin.bench.load.LoadSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Bytes a sample on disk, once the servers have turned hours of samples into blocks or parts. */
final class DiskPhase implements Phase {
    /** Six hours: enough for every server to cut at least one block of two. */
    private static final int STEPS = 1440;

    private static final int MOST_SERIES = 5_000;
    private static final long LONGEST_WAIT_SECONDS = 180;
    private static final long QUIET_SECONDS = 20;

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public String description() {
        return "bytes a sample in blocks (in all files where there are no blocks), six hours at one interval";
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        LoadSet load = bench.stableLoad(Math.min(bench.size().series(), MOST_SERIES));
        Path file = bench.work().resolve("disk.load");
        long samples = (long) load.size() * STEPS;
        bench.say("encoding " + samples + " samples of " + load.size() + " series");
        LoadFile.write(file, load, bench.start(STEPS), Bench.INTERVAL, 0, STEPS);
        Measure perSample = new Measure("bytes a sample on disk", "B", false);
        for (ServerSpec spec : bench.servers()) {
            bench.say("disk: " + spec.name());
            try (Server server = Server.start(spec, bench.work())) {
                Sender.send(LoadFile.source(file), server);
                perSample.add(spec.name(), settledBytesPerSample(server, samples));
            }
        }
        Files.delete(file);
        return List.of(perSample);
    }

    /** Waits until the figure has been the same for a while, since blocks are cut and parts are merged in the background. */
    private static double settledBytesPerSample(Server server, long samples) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
        double last = Double.NaN;
        long since = System.nanoTime();
        while (System.nanoTime() < deadline) {
            BlockBytes blocks = BlockBytes.of(server.directory());
            double now = blocks.samples() > 0
                    ? (double) blocks.bytes() / blocks.samples()
                    : (double) server.diskBytes() / samples;
            boolean settled = System.nanoTime() - since > TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
            if (now != last) {
                last = now;
                since = System.nanoTime();
            } else if (settled && (blocks.samples() > 0 || server.spec().kind() == ServerKind.VICTORIA_METRICS)) {
                return now;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        throw new IOException("no block was cut: server=" + server.spec().name() + " seconds=" + LONGEST_WAIT_SECONDS);
    }
}
