package io.dunlin.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.function.BinaryOp;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.promql.result.ScalarValue;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.promql.testing.InMemoryStorage;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each example of the reference page over series as the example supposes them: it has a result and no warning. */
class ExamplesTest {
    private static final long INTERVAL = 30_000;
    private static final int SAMPLES = 240;
    private static final long START = 1_767_225_600_000L;
    private static final long NOW = START + (SAMPLES - 1) * INTERVAL;

    private static final InMemoryStorage STORAGE = new InMemoryStorage();
    private static final PromqlEngine ENGINE = new PromqlEngine(EngineOptions.defaults()
            .withFeatures(EnumSet.of(
                    EngineFeature.EXPERIMENTAL_FUNCTIONS,
                    EngineFeature.EXTENDED_RANGE_SELECTORS,
                    EngineFeature.BINOP_FILL_MODIFIERS,
                    EngineFeature.USE_START_TIMESTAMPS))
            .withTimeout(Duration.ofMinutes(1))
            .withWorkers(2)
            .withHelpAfter(Duration.ZERO));

    @BeforeAll
    static void store() {
        try (Appender appender = STORAGE.appender()) {
            for (int i = 0; i < 30; i++) {
                int up = i % 2;
                floats(appender, n -> up, "up", "job", i < 15 ? "b" : "c", "instance", "i" + i);
            }
            floats(appender, n -> 1, "down", "job", "b");
            for (String name : List.of("used", "free", "total", "ratio", "uptime", "deviation", "build_version")) {
                floats(appender, n -> 100 + n, name, "instance", "i1");
            }
            String[] labels = {"a", "1", "b", "2", "src", "host:80", "job", "b", "instance", "i1"};
            floats(appender, n -> 1 + n % 2 * 0.25, "x", labels);
            floats(appender, n -> n, "x_total", labels);
            floats(appender, n -> 2, "y", labels);
            floats(appender, n -> 1, "target_info", "job", "b", "instance", "i1", "k8s_cluster", "main");
            for (String le : List.of("0.1", "1", "+Inf")) {
                floats(appender, n -> n * (le.equals("0.1") ? 1 : 2), "latency_bucket", "le", le);
            }
            long series = appender.series(Labels.of("__name__", "latency"));
            for (int n = 0; n < SAMPLES; n++) {
                FloatHistogram histogram = new FloatHistogram(
                        0,
                        FloatHistogram.CounterResetHint.UNKNOWN,
                        0.001,
                        0,
                        3 * n,
                        4.0 * n,
                        new int[] {0, 2},
                        new double[] {n, 2 * n},
                        new int[0],
                        new double[0],
                        new double[0]);
                appender.append(series, START - 1, START + n * INTERVAL, histogram, false);
            }
            appender.commit();
        }
    }

    private static void floats(Appender appender, IntToDoubleFunction value, String name, String... labels) {
        List<String> all = new ArrayList<>(List.of("__name__", name));
        all.addAll(Arrays.asList(labels));
        long series = appender.series(Labels.of(all.toArray(new String[0])));
        for (int n = 0; n < SAMPLES; n++) {
            appender.append(series, START - 1, START + n * INTERVAL, value.applyAsDouble(n));
        }
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    static Stream<String> examples() {
        return Stream.of(
                        Arrays.stream(PromqlFunction.values()).map(PromqlFunction::example),
                        Arrays.stream(AggregationOp.values()).map(AggregationOp::example),
                        Arrays.stream(BinaryOp.values()).map(BinaryOp::example))
                .flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void hasAResult(String example) {
        try (View view = STORAGE.view()) {
            QueryResult instant = ENGINE.instant(view, example, NOW, QueryOptions.defaults());
            assertThat(instant.warnings()).isEmpty();
            assertThat(instant.infos()).isEmpty();
            int results = instant.value() instanceof VectorValue vector
                    ? vector.size()
                    : instant.value() instanceof ScalarValue ? 1 : 0;
            assertThat(results).isPositive();

            QueryResult range = ENGINE.range(view, example, NOW - 60_000, NOW, 30_000, QueryOptions.defaults());
            assertThat(((MatrixValue) range.value()).series()).isNotEmpty();
        }
    }
}
