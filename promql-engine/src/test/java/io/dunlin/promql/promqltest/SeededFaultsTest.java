package io.dunlin.promql.promqltest;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.promql.engine.QueryEngine;
import io.dunlin.promql.testing.InMemoryStorage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The runner is worth something only if it finds faults: each of these must make one of our scripts fail. */
class SeededFaultsTest {
    private static QueryEngine engine;

    @BeforeAll
    static void start() {
        engine = ScriptEngines.create();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    static List<SeededFault> faults() {
        return Faults.all();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isFound(SeededFault fault) {
        boolean found = OurScripts.NAMES.stream()
                .map(name -> ScriptRunner.run(name, OurScripts.read(name), fault.in(engine), InMemoryStorage::new))
                .anyMatch(report -> !report.failures().isEmpty());
        assertThat(found).as("an engine that %s passes all scripts", fault).isTrue();
    }

    @Test
    void thereAreAtLeastFifty() {
        assertThat(Faults.all()).hasSizeGreaterThanOrEqualTo(50);
        assertThat(Faults.all()).extracting(SeededFault::toString).doesNotHaveDuplicates();
    }
}
