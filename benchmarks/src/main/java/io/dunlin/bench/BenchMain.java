package io.dunlin.bench;

import io.dunlin.bench.harness.AnswersDifferException;
import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.BenchSize;
import io.dunlin.bench.harness.Harness;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.phase.Phases;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
    private static final int ONE_SHOTS_PER_SERIES = 18;

    /** Words that stand for all phases whose names begin with them. */
    private static final List<String> GROUPS = List.of("scale", "kinds");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--server",
            required = true,
            paramLabel = "KIND[:NAME]=[VARIABLE=VALUE ]PATH[ FLAG…]",
            description = "A server: dunlin, prometheus or victoria-metrics. The first is compared with the others.")
    private List<String> servers;

    @Option(
            names = "--phase",
            split = ",",
            description = "Phases to run; long ones only run when named. Default: all others.")
    private List<String> phases = List.of();

    @Option(names = "--series", defaultValue = "100000", description = "Series. Default: ${DEFAULT-VALUE}.")
    private int series;

    @Option(names = "--steps", defaultValue = "60", description = "Samples a series. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(names = "--one-shot", description = "One-shot series of the phase churn. Default: 18 times the series.")
    private Integer oneShot;

    @Option(names = "--hours", defaultValue = "24", description = "Hours of churn-day. Default: ${DEFAULT-VALUE}.")
    private int hours;

    @Option(
            names = "--churn",
            defaultValue = "500",
            description = "One-shot series a second of churn-day. Default: ${DEFAULT-VALUE}.")
    private int churn;

    @Option(
            names = "--cgroup",
            paramLabel = "DIRECTORY",
            description = "Start servers in this memory cgroup, which has its limit already.")
    private Path cgroup;

    @Option(
            names = "--warm-up",
            defaultValue = "20",
            paramLabel = "SECONDS",
            description = "Longest warm-up before a measurement. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--runs", defaultValue = "5", description = "Repetitions. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the load. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--work", description = "Directory for data and results. Default: a temporary one.")
    private Path work;

    @Option(names = "--resume", description = "Report what results.json in --work already has, and run the rest.")
    private boolean resume;

    @Option(
            names = "--stored",
            paramLabel = "DIRECTORY",
            description = "Where peers' results of long phases are kept and reused. Default: ~/.cache/dunlin-bench.")
    private Path stored = Path.of(System.getProperty("user.home"), ".cache", "dunlin-bench");

    /** Runs the command line and exits with 0, 1 (failed) or 2 (unusable arguments). */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (resume && work == null) {
            throw new ParameterException(spec.commandLine(), "--resume needs the --work of the run to go on with");
        }
        Path directory = work == null ? Files.createTempDirectory("dunlin-bench-") : Files.createDirectories(work);
        long now = Clock.systemUTC().millis() / 1000 * 1000;
        Bench bench = new Bench(specs(), directory, size(), now, line -> {
            err.println(line);
            err.flush();
        });
        try {
            new Harness(Harness.MACHINE_LOCK, stored, resume).run(bench, chosenPhases(), line -> {
                out.println(line);
                out.flush();
            });
            return 0;
        } catch (AnswersDifferException | IllegalStateException | IOException e) {
            err.println("bench: " + e.getMessage());
            return FAILED;
        }
    }

    private BenchSize size() {
        int oneShots = oneShot == null ? ONE_SHOTS_PER_SERIES * series : oneShot;
        return new BenchSize(
                series, steps, oneShots, new BenchSize.ChurnDay(hours, churn), runs, Duration.ofSeconds(warmUp), seed);
    }

    private List<ServerSpec> specs() {
        try {
            return servers.stream()
                    .map(ServerSpec::parse)
                    .map(server -> cgroup == null ? server : server.in(cgroup))
                    .toList();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Phase> chosenPhases() {
        List<Phase> chosen = new ArrayList<>();
        for (Phase phase : Phases.all()) {
            if (phases.isEmpty() ? !phase.isLong() : phases.stream().anyMatch(word -> means(word, phase))) {
                chosen.add(phase);
            }
        }
        for (String word : phases) {
            if (Phases.all().stream().noneMatch(phase -> means(word, phase))) {
                String known = Phases.all().stream().map(Phase::name).collect(Collectors.joining(", "));
                throw new ParameterException(
                        spec.commandLine(),
                        "unknown phase: phase=" + word + " expected=" + String.join(", ", GROUPS) + ", " + known);
            }
        }
        return chosen;
    }

    /** The word scale stands for all phases that vary something, the word kinds for both loads of kinds of queries. */
    private static boolean means(String word, Phase phase) {
        return phase.name().equals(word)
                || GROUPS.contains(word) && phase.name().startsWith(word + "-");
    }
}
