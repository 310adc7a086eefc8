package io.dunlin.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs phases one after the other and reports them: a table each, {@code results.json}, and plots. */
public final class Harness {
    /** The lock of the machine, for runs whose times say something. */
    public static final Path MACHINE_LOCK = Path.of(System.getProperty("java.io.tmpdir"), "dunlin-bench.lock");

    private final Path lockFile;
    private final Path stored;
    private final boolean resume;

    /**
     * Makes a harness.
     *
     * @param lockFile which file a run holds, so that there is only one at a time
     * @param stored where results of long phases are kept from run to run
     * @param resume whether phases that {@code results.json} in the working directory already has are only reported
     */
    public Harness(Path lockFile, Path stored, boolean resume) {
        this.lockFile = lockFile;
        this.stored = stored;
        this.resume = resume;
    }

    /**
     * Runs phases. After each one its results are on disk, so a run that is broken off goes on from there.
     *
     * @throws AnswersDifferException when servers answer differently
     * @throws IllegalStateException when another run is going on, or the results to resume are of other conditions
     */
    public void run(Bench bench, List<Phase> phases, Consumer<String> out) throws IOException, InterruptedException {
        try (RunLock lock = RunLock.take(lockFile)) {
            Path file = bench.work().resolve("results.json");
            Results results = resume ? Results.read(file, bench) : Results.empty(file, bench);
            for (Phase phase : phases) {
                List<Measure> measures = results.get(phase.name());
                if (measures == null) {
                    measures = phase.isLong() ? new StoredPeers(stored).measure(phase, bench) : phase.run(bench);
                    results.put(phase.name(), measures);
                }
                report(bench, phase, measures, out);
            }
        }
    }

    private static void report(Bench bench, Phase phase, List<Measure> measures, Consumer<String> out)
            throws IOException {
        out.accept("\n### " + phase.name() + ": " + phase.description() + "\n");
        out.accept(Table.of(bench.servers(), measures));
        Path plots = Files.createDirectories(bench.work().resolve("plots"));
        for (Map.Entry<String, String> plot :
                Plots.of(bench.servers(), phase, measures).entrySet()) {
            Files.writeString(plots.resolve(plot.getKey() + ".svg"), plot.getValue());
        }
    }
}
