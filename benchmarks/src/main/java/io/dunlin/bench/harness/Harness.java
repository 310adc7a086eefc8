package io.dunlin.bench.harness;

import io.dunlin.bench.plot.BarChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Runs phases one after the other and reports them: a table each, {@code results.json}, and a plot each. */
public final class Harness {
    private static final Path LOCK = Path.of(System.getProperty("java.io.tmpdir"), "dunlin-bench.lock");

    private final Path stored;
    private final boolean resume;

    /**
     * Makes a harness.
     *
     * @param stored where results of long phases are kept from run to run
     * @param resume whether phases that {@code results.json} in the working directory already has are only reported
     */
    public Harness(Path stored, boolean resume) {
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
        try (RunLock lock = RunLock.take(LOCK)) {
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
        List<String> servers = bench.servers().stream().map(ServerSpec::name).toList();
        BarChart chart = new BarChart(phase.name(), servers);
        for (Measure measure : measures) {
            chart.add(
                    measure.name() + ", " + measure.unit(),
                    servers.stream().map(measure::of).toList(),
                    measure.moreIsBetter());
        }
        Path plots = Files.createDirectories(bench.work().resolve("plots"));
        Files.writeString(plots.resolve(phase.name() + ".svg"), chart.svg());
    }
}
