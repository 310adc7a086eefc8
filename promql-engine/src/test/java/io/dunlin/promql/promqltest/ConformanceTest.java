package io.dunlin.promql.promqltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.dunlin.promql.engine.QueryEngine;
import io.dunlin.promql.testing.InMemoryStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs every one of Prometheus's own scripts: one test a script, and none of its evaluations may fail. */
class ConformanceTest {
    private static QueryEngine engine;
    private static final ScriptReport TOTAL = new ScriptReport("total");

    @BeforeAll
    static void start() {
        engine = ScriptEngines.create();
    }

    @AfterAll
    static void stop() {
        engine.close();
        if (TOTAL.evaluations() > 0) {
            System.out.println(TOTAL.summary());
        }
    }

    @TestFactory
    Stream<DynamicTest> runsPrometheusScripts() {
        List<Path> scripts = ConformanceFiles.scripts();
        assumeFalse(scripts.isEmpty(), "no promqltest scripts: -Ddunlin.conformance.dir is not set");
        return scripts.stream()
                .map(script -> DynamicTest.dynamicTest(script.getFileName().toString(), () -> run(script)));
    }

    private static void run(Path script) {
        String name = script.getFileName().toString();
        ScriptReport report = ScriptRunner.run(name, ConformanceFiles.read(script), engine, InMemoryStorage::new);
        TOTAL.add(report);
        System.out.println(report.summary());
        assertThat(report.failures())
                .as(report.failures().stream().map(Object::toString).collect(Collectors.joining("\n")))
                .isEmpty();
    }
}
