package io.dunlin.bench.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs phases and reports them. */
public final class Harness {
    private static final List<Phase> PHASES = List.of(
            new IngestPhase(),
            new MemoryPhase(),
            new ChurnPhase(),
            new QueryPhase(),
            new RestartPhase(),
            new DiskPhase());

    private Harness() {}

    /** Returns all phases in their order. */
    public static List<Phase> phases() {
        return PHASES;
    }

    /**
     * Runs phases one after the other, prints a table each, and writes {@code results.json} into the working directory.
     *
     * @throws AnswersDifferException when servers answer differently
     * @throws IllegalStateException when another run is going on
     */
    public static void run(Bench bench, List<Phase> phases, Consumer<String> out)
            throws IOException, InterruptedException {
        Path lockFile = Path.of(System.getProperty("java.io.tmpdir"), "dunlin-bench.lock");
        try (RunLock lock = RunLock.take(lockFile)) {
            Map<String, List<Measure>> results = new LinkedHashMap<>();
            for (Phase phase : phases) {
                List<Measure> measures = phase.run(bench);
                results.put(phase.name(), measures);
                out.accept("\n### " + phase.name() + ": " + phase.description() + "\n");
                out.accept(Report.table(bench, measures));
                Report.writeJson(bench, results, bench.work().resolve("results.json"));
            }
        }
    }
}
