package io.dunlin.server.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dunlin.promql.testing.InMemoryStorage;
import io.dunlin.server.e2e.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine against a real Prometheus. Without properties: a short run against the installed one. The long run is told by
 * {@code dunlin.prometheus} (path of the binary), {@code dunlin.differential.queries}, {@code .seed}, {@code .seconds} and
 * {@code .features}: see docs/differential.md.
 */
class DifferentialIT {
    private static final Pattern VERSION = Pattern.compile("version (?:(\\d+)\\.(\\d+))?");
    private static final String NEWEST = "3.14";
    private static final String NEW_FEATURES =
            "promql-experimental-functions,promql-extended-range-selectors,promql-binop-fill-modifiers";
    private static final String OLD_FEATURES = "native-histograms,promql-at-modifier,promql-negative-offset";
    private static final int SHORT_RUN = 4_000;
    private static final int LONG_RUN = 20_000;
    private static final int DRAWS = 200;
    private static final double MOST_INVALID = 0.02;

    private final int queries = Integer.getInteger("dunlin.differential.queries", SHORT_RUN);
    private final int first = Integer.getInteger("dunlin.differential.first", 0);
    private final long seed = Long.getLong("dunlin.differential.seed", 1);
    private final int seconds = Integer.getInteger("dunlin.differential.seconds", 50);

    @TempDir
    private Path directory;

    @Test
    void answersAsPrometheusDoes() throws Exception {
        Optional<Path> binary = ChildProcess.find("prometheus");
        assumeTrue(binary.isPresent(), "prometheus is not installed");
        Matcher version = version(binary.get());
        // A build from source says no version; those are the newest.
        boolean current = version.group(1) == null || Integer.parseInt(version.group(1)) > 2;
        String features = System.getProperty("dunlin.differential.features", current ? NEW_FEATURES : OLD_FEATURES);
        KnownDifferences known =
                KnownDifferences.of(version.group(1) == null ? NEWEST : version.group(1) + "." + version.group(2));
        List<String> on = List.of(features.split(","));
        List<byte[]> requests = WriteRequestEncoder.requests(DataSet.generate(seed, current));
        try (ReferencePrometheus prometheus =
                        ReferencePrometheus.start(binary.get(), directory.resolve("reference"), features);
                OtherChunks otherChunks = new OtherChunks(binary.get(), directory, features, requests);
                Dunlin dunlin = Dunlin.open(directory.resolve("dunlin"), on);
                Dunlin overTheirChunks = Dunlin.over(new InMemoryStorage(), on)) {
            for (byte[] request : requests) {
                prometheus.write(request);
                dunlin.write(request);
            }
            overTheirChunks.write(prometheus.read());
            DifferentialRun run = new DifferentialRun(
                    dunlin, prometheus, overTheirChunks, otherChunks, Vocabulary.of(prometheus), known);
            run.askExamples();
            run.ask(
                    seed,
                    first,
                    queries,
                    System.nanoTime() + Duration.ofSeconds(seconds).toNanos());
            String report = "differential: reference=" + version.group() + " seed=" + seed + " features=" + features
                    + " " + run.report();
            Files.writeString(Path.of("target", "differential-report.txt"), report);
            System.out.println(report);
            check(run, report);
            if (run.asked() >= LONG_RUN && current) {
                assertThat(run.coverage().shortfalls(DRAWS)).isEmpty();
            } else if (!current) {
                // Against the newest, rows are for what one query in a hundred thousand meets.
                assertThat(known.unused()).as("rows that nothing needed").isEmpty();
            }
        }
    }

    private static void check(DifferentialRun run, String report) {
        assertThat(run.differing()).as(report).isZero();
        assertThat((double) run.invalid()).as("invalid queries").isLessThan(MOST_INVALID * run.asked());
    }

    private Matcher version(Path binary) throws IOException, InterruptedException {
        try (ChildProcess process =
                ChildProcess.start(directory, "version", Map.of(), List.of(binary.toString(), "--version"))) {
            process.exitCode();
            Matcher version = VERSION.matcher(process.output() + process.errors());
            assertThat(version.find()).as("a version in: " + process.output()).isTrue();
            return version;
        }
    }
}
