package io.dunlin.promql.promqltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.dunlin.promql.engine.QueryEngine;
import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.log.LogOptions;
import io.dunlin.tsdb.log.SyncPolicy;
import io.dunlin.tsdb.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the scripts over a real database in place of one in plain lists: the samples go through log, chunks and views. */
class DatabaseConformanceTest {
    private static final int SEGMENT = 4 << 20;
    private static final LogOptions SMALL_LOG =
            new LogOptions(SyncPolicy.NEVER, Duration.ofSeconds(1), SEGMENT, 4L * SEGMENT, SEGMENT / 2);

    private static QueryEngine engine;

    @BeforeAll
    static void start() {
        engine = ScriptEngines.create();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @TestFactory
    Stream<DynamicTest> runsOurScripts(@TempDir Path directory) {
        Supplier<Storage> databases = databases(directory);
        return OurScripts.NAMES.stream()
                .map(name ->
                        DynamicTest.dynamicTest(name, () -> run("ours/" + name, OurScripts.read(name), databases)));
    }

    @TestFactory
    Stream<DynamicTest> runsPrometheusScripts(@TempDir Path directory) {
        assumeFalse(ConformanceFiles.scripts().isEmpty(), "no promqltest scripts: -Ddunlin.conformance.dir is not set");
        Supplier<Storage> databases = databases(directory);
        return ConformanceFiles.scripts().stream()
                .map(script -> DynamicTest.dynamicTest(
                        script.getFileName().toString(),
                        () -> run(script.getFileName().toString(), ConformanceFiles.read(script), databases)));
    }

    /** Makes databases, each in a directory of its own, with epochs so long that no script is too old for one. */
    private static Supplier<Storage> databases(Path directory) {
        AtomicInteger made = new AtomicInteger();
        TsdbOptions options =
                TsdbOptions.DEFAULT.withMinBlockDuration(Duration.ofDays(30)).withLog(SMALL_LOG);
        return () -> Tsdb.open(directory.resolve("db" + made.incrementAndGet()), options);
    }

    private static void run(String name, String script, Supplier<Storage> databases) {
        ScriptReport report = ScriptRunner.run(name, script, engine, databases);
        assertThat(report.failures()).isEmpty();
    }
}
