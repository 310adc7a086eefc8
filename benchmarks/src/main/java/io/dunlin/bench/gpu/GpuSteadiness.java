package io.dunlin.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The long profile of the GPU scraper: a server scrapes at a short interval for a long time, and the timestamps that it
 * stored are compared with the ticks they should have. It drifts where the median error of the last minute is larger than
 * that of the first. Ticks are missing where the machine had no time for them. Ends with 0, or with 1 where it drifts or more
 * than the allowed share is missing.
 */
@Command(
        name = "gpu-steadiness",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Scrapes GPUs at a short interval for a long time and tells whether the ticks hold.")
public final class GpuSteadiness implements Callable<Integer> {
    private static final long MINUTE = 60_000;
    private static final long LARGEST_SHIFT = 1;
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--server", required = true, paramLabel = "PATH", description = "Dunlin's launcher or jar.")
    private String server;

    @Option(names = "--library", defaultValue = "libnvidia-ml.so.1", description = "The NVML library.")
    private String library;

    @Option(names = "--interval", defaultValue = "100", description = "Milliseconds. Default: ${DEFAULT-VALUE}.")
    private long interval;

    @Option(names = "--minutes", defaultValue = "60", description = "How long. Default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(names = "--series", defaultValue = "DCGM_FI_DEV_GPU_TEMP{gpu=\"0\"}", description = "What is looked at.")
    private String series;

    @Option(
            names = "--most-missed",
            defaultValue = "0.1",
            description = "Percent of ticks that may be missing. Default: ${DEFAULT-VALUE}.")
    private double mostMissed;

    private final Clock clock = Clock.systemUTC();

    /** Runs the command line. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new GpuSteadiness()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ServerSpec started = ServerSpec.parse("dunlin=" + server + " --gpu.library=" + library
                + " --gpu.metrics=all --gpu.scrape-interval=" + interval + "ms");
        Path work = Files.createTempDirectory("dunlin-gpu-steadiness-");
        SortedSet<Long> times = new TreeSet<>();
        out.println("| minute | ticks | missed | on the tick | median ms | p99 ms | worst ms | CPU % | memory MiB |");
        out.println("|---|---|---|---|---|---|---|---|---|");
        out.flush();
        try (Server dunlin = Server.start(started, work)) {
            awaitFirst(dunlin);
            double cpu = dunlin.cpuSeconds();
            for (int minute = 1; minute <= minutes; minute++) {
                TimeUnit.MILLISECONDS.sleep(MINUTE);
                long now = clock.millis();
                times.addAll(samples(dunlin, now, 2 * MINUTE));
                double used = dunlin.cpuSeconds();
                String cells = TickReport.of(array(times.tailSet(now - MINUTE)), interval)
                        .row();
                double share = 100 * (used - cpu) / TimeUnit.MILLISECONDS.toSeconds(MINUTE);
                out.printf(Locale.ROOT, "| %d | %s | %.1f | %.0f |%n", minute, cells, share, dunlin.memoryMiB());
                out.flush();
                cpu = used;
            }
        }
        return verdict(out, times);
    }

    private void awaitFirst(Server dunlin) throws IOException, InterruptedException {
        long deadline = clock.millis() + MINUTE;
        while (samples(dunlin, clock.millis(), MINUTE).isEmpty()) {
            if (clock.millis() > deadline) {
                throw new IOException("no GPU is scraped: library=" + library + " series=" + series);
            }
            TimeUnit.MILLISECONDS.sleep(interval);
        }
    }

    private List<Long> samples(Server dunlin, long now, long range) throws IOException, InterruptedException {
        String time = String.format(Locale.ROOT, "%d.%03d", now / 1000, now % 1000);
        JsonNode found = dunlin.client()
                .api("query", Map.of("query", series + "[" + range + "ms]", "time", time))
                .data()
                .path("result");
        List<Long> times = new ArrayList<>();
        for (JsonNode point : found.path(0).path("values")) {
            times.add(Math.round(point.get(0).doubleValue() * 1000));
        }
        return times;
    }

    private int verdict(PrintWriter out, SortedSet<Long> times) {
        TickReport first = TickReport.of(array(times.headSet(times.first() + MINUTE)), interval);
        TickReport last = TickReport.of(array(times.tailSet(times.last() - MINUTE)), interval);
        TickReport whole = TickReport.of(array(times), interval);
        boolean drifts = last.median() - first.median() > LARGEST_SHIFT;
        double missed = 100.0 * whole.missed() / whole.expected();
        out.println("| first | " + first.row() + " | | |");
        out.println("| last | " + last.row() + " | | |");
        out.println("| all | " + whole.row() + " | | |");
        out.println(drifts ? "The ticks drift." : "The ticks do not drift.");
        out.printf(Locale.ROOT, "%.2f %% of the ticks are missing, %.2f %% may be.%n", missed, mostMissed);
        out.flush();
        return drifts || missed > mostMissed ? FAILED : 0;
    }

    private static long[] array(SortedSet<Long> times) {
        return times.stream().mapToLong(Long::longValue).toArray();
    }
}
