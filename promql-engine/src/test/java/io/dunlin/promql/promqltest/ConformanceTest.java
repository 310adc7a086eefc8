package io.dunlin.promql.promqltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.dunlin.promql.engine.QueryEngine;
import io.dunlin.promql.testing.InMemoryStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every one of Prometheus's own scripts: one test a script, and none of its evaluations may fail. The last test compares
 * what was run with what the scripts hold: an evaluation or expectation that the parser overlooked would not fail otherwise.
 */
class ConformanceTest {
    private static final int SCRIPTS = 21;
    private static final int INSTANT = 1885;
    private static final int RANGE = 329;
    private static final Map<Expectation.Kind, Integer> EXPECTATIONS = Map.of(
            Expectation.Kind.WARN,
            90,
            Expectation.Kind.INFO,
            132,
            Expectation.Kind.NO_WARN,
            265,
            Expectation.Kind.NO_INFO,
            149,
            Expectation.Kind.FAIL,
            32,
            Expectation.Kind.ORDERED,
            24,
            Expectation.Kind.STRING,
            5,
            Expectation.Kind.RANGE_VECTOR,
            5);

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
        return Stream.concat(
                scripts.stream()
                        .map(script ->
                                DynamicTest.dynamicTest(script.getFileName().toString(), () -> run(script))),
                Stream.of(DynamicTest.dynamicTest("all of Prometheus 3.14", () -> checkTotals(scripts.size()))));
    }

    private static void checkTotals(int scripts) {
        assertThat(scripts).isEqualTo(SCRIPTS);
        assertThat(TOTAL.evaluations()).isEqualTo(INSTANT + RANGE);
        assertThat(TOTAL.summary()).contains("evals " + (INSTANT + RANGE) + " (" + INSTANT + "/" + RANGE + ")");
        EXPECTATIONS.forEach((kind, count) ->
                assertThat(TOTAL.expectations(kind)).as(kind.name()).isEqualTo(count));
        assertThat(TOTAL.passed()).isEqualTo(TOTAL.evaluations());
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
