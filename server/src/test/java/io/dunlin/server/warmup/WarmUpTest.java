package io.dunlin.server.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.promql.engine.Cancellation;
import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.tsdb.EphemeralStorage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class WarmUpTest {
    static final Iterable<String> QUERIES = WarmUp.QUERIES;

    @ParameterizedTest
    @FieldSource("QUERIES")
    void everyQueryHasValuesToComputeAtEveryStep(String query) {
        try (EphemeralStorage storage = WarmUp.storage();
                PromqlEngine engine = new PromqlEngine(EngineOptions.defaults())) {
            MatrixValue result = (MatrixValue)
                    WarmUp.evaluate(engine, storage, query, new Cancellation()).value();
            assertThat(result.series().stream()
                            .mapToInt(series -> series.times().length)
                            .sum())
                    .isGreaterThanOrEqualTo(241);
        }
    }

    @Test
    void givesBackItsMemory() {
        EphemeralStorage storage = WarmUp.storage();
        assertThat(storage.memory().anonymousBytes()).isPositive();
        storage.close();
        assertThat(storage.memory().anonymousBytes()).isZero();
    }

    @Test
    void stopsWhenClosedLongBeforeItsEnd() {
        long start = System.nanoTime();
        WarmUp warmUp = WarmUp.start();
        warmUp.close();
        warmUp.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
