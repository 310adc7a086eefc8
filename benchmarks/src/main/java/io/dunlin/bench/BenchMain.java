package io.dunlin.bench;

import io.dunlin.bench.harness.AnswersDifferException;
import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Harness;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.ServerSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the end-to-end harness. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures servers side by side on the same data and prints a table with ratios.")
public final class BenchMain implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--server",
            required = true,
            paramLabel = "KIND[:NAME]=PATH[ FLAG…]",
            description = "A server: dunlin, prometheus or victoria-metrics. The first is compared with the others.")
    private List<String> servers;

    @Option(
            names = "--phase",
            split = ",",
            description = "Phases to run: ingest, memory, churn, query, restart, disk. Default: all.")
    private List<String> phases = List.of();

    @Option(names = "--series", defaultValue = "100000", description = "Series. Default: ${DEFAULT-VALUE}.")
    private int series;

    @Option(names = "--steps", defaultValue = "60", description = "Samples a series. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(names = "--runs", defaultValue = "5", description = "Repetitions. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the load. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--work", description = "Directory for data and results. Default: a temporary one.")
    private Path work;

    /** Runs the command line and exits with 0, 1 (failed) or 2 (unusable arguments). */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Path directory = work == null ? Files.createTempDirectory("dunlin-bench-") : Files.createDirectories(work);
        long now = Clock.systemUTC().millis() / 1000 * 1000;
        Bench bench = new Bench(specs(), directory, series, steps, runs, seed, now, line -> {
            err.println(line);
            err.flush();
        });
        try {
            Harness.run(bench, chosenPhases(), line -> {
                out.println(line);
                out.flush();
            });
            return 0;
        } catch (AnswersDifferException | IllegalStateException e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }

    private List<ServerSpec> specs() {
        try {
            return servers.stream().map(ServerSpec::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Phase> chosenPhases() {
        List<String> known = Harness.phases().stream().map(Phase::name).toList();
        for (String name : phases) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "unknown phase: phase=" + name + " expected=" + String.join(", ", known));
            }
        }
        return Harness.phases().stream()
                .filter(phase -> phases.isEmpty() || phases.contains(phase.name()))
                .toList();
    }
}
