package io.dunlin.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.promql.result.QueryStatistics;
import io.dunlin.promql.result.ScalarValue;
import io.dunlin.promql.result.StringValue;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.promql.testing.InMemoryStorage;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PromqlEngineTest {
    private final InMemoryStorage storage = new InMemoryStorage();
    private final PromqlEngine engine =
            new PromqlEngine(EngineOptions.defaults().withFeatures(EnumSet.of(EngineFeature.EXPERIMENTAL_FUNCTIONS)));

    @AfterEach
    void close() {
        engine.close();
    }

    /** Stores values 15 s apart from time 0 on. */
    private void store(Labels labels, double... values) {
        try (Appender appender = storage.appender()) {
            long series = appender.series(labels);
            for (int i = 0; i < values.length; i++) {
                appender.append(series, 15_000L * i, values[i]);
            }
            appender.commit();
        }
    }

    private QueryResult instant(String query, long time) {
        try (View view = storage.view()) {
            return engine.instant(view, query, time, QueryOptions.defaults());
        }
    }

    private QueryResult range(String query, long start, long end, long step) {
        try (View view = storage.view()) {
            return engine.range(view, query, start, end, step, QueryOptions.defaults());
        }
    }

    private static List<String> lines(QueryResult result) {
        VectorValue vector = (VectorValue) result.value();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            lines.add(vector.labels()[i] + " " + vector.values()[i]);
        }
        return lines;
    }

    @Test
    void shouldGiveScalarsAndStrings() {
        assertThat(instant("1 + 1", 5).value()).isEqualTo(new ScalarValue(5, 2));
        assertThat(instant("\"a\"", 5).value()).isEqualTo(new StringValue(5, "a"));
    }

    @Test
    void shouldSumRatesByLabel() {
        store(Labels.of("__name__", "x_total", "job", "a", "i", "1"), 0, 15, 30, 45, 60);
        store(Labels.of("__name__", "x_total", "job", "a", "i", "2"), 0, 30, 60, 90, 120);
        store(Labels.of("__name__", "x_total", "job", "b", "i", "1"), 0, 15, 30, 45, 60);
        assertThat(lines(instant("sum by (job) (rate(x_total[45s]))", 60_000)))
                .containsExactly("{job=\"a\"} 3.0", "{job=\"b\"} 1.0");
    }

    @Test
    void shouldGiveEveryStepOfARangeQuery() {
        store(Labels.of("__name__", "x"), 1, 2, 3, 4, 5);
        MatrixValue matrix = (MatrixValue) range("x * 2", 0, 60_000, 30_000).value();
        assertThat(matrix.series()).hasSize(1);
        assertThat(matrix.series().get(0).labels().isEmpty()).isTrue();
        assertThat(matrix.series().get(0).times()).containsExactly(0, 30_000, 60_000);
        assertThat(matrix.series().get(0).values()).containsExactly(2, 6, 10);
    }

    @Test
    void shouldJoinWithLabelsOfTheOneSide() {
        store(Labels.of("__name__", "used", "gpu", "0"), 5);
        store(Labels.of("__name__", "used", "gpu", "1"), 6);
        store(Labels.of("__name__", "node", "name", "n1"), 2);
        assertThat(lines(instant("used * on () group_left (name) node", 0)))
                .containsExactly("{gpu=\"0\", name=\"n1\"} 10.0", "{gpu=\"1\", name=\"n1\"} 12.0");
    }

    @Test
    void shouldSayWhichSeriesAreDuplicates() {
        store(Labels.of("__name__", "a", "x", "1"), 1);
        store(Labels.of("__name__", "b", "x", "1"), 1);
        store(Labels.of("__name__", "b", "x", "2"), 1);
        assertThatThrownBy(() -> instant("a + on () b", 0))
                .isInstanceOf(QueryException.class)
                .hasMessage("found duplicate series for the match group {} on the right hand-side of the operation: "
                        + "[{__name__=\"b\", x=\"1\"}, {__name__=\"b\", x=\"2\"}]"
                        + ";many-to-many matching not allowed: matching labels must be unique on one side");
    }

    @Test
    void shouldComputeClassicQuantiles() {
        store(Labels.of("__name__", "h_bucket", "le", "1"), 1);
        store(Labels.of("__name__", "h_bucket", "le", "2"), 3);
        store(Labels.of("__name__", "h_bucket", "le", "+Inf"), 4);
        assertThat(lines(instant("histogram_quantile(0.5, h_bucket)", 0))).containsExactly("{} 1.5");
    }

    @Test
    void shouldNoteTheRateOfAGauge() {
        store(Labels.of("__name__", "g"), 1, 2, 3);
        assertThat(instant("sum(rate(g[1m]))", 30_000).infos())
                .containsExactly("PromQL info: metric might not be a counter, name does not end in "
                        + "_total/_sum/_count/_bucket: \"g\" (1:10)");
    }

    @Test
    void shouldRefuseWhatDoesNotParse() {
        assertThatThrownBy(() -> instant("sum(", 0))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.kind()).isEqualTo(QueryException.Kind.BAD_DATA));
    }

    @Test
    void shouldStopACancelledQuery() {
        QueryOptions options = QueryOptions.defaults();
        options.cancellation().cancel();
        try (View view = storage.view()) {
            assertThatThrownBy(() -> engine.instant(view, "vector(1)", 0, options))
                    .isInstanceOfSatisfying(
                            QueryException.class, e -> assertThat(e.kind()).isEqualTo(QueryException.Kind.CANCELED));
        }
    }

    @Test
    void shouldStopAtTheSampleLimit() {
        store(Labels.of("__name__", "x"), 1, 2, 3);
        try (PromqlEngine small = new PromqlEngine(EngineOptions.defaults().withMaxSamples(2));
                View view = storage.view()) {
            assertThatThrownBy(() -> small.range(view, "x", 0, 30_000, 15_000, QueryOptions.defaults()))
                    .hasMessage("query processing would load too many samples into memory in query execution:"
                            + " samples=3, limit=2 (--query.max-samples)");
        }
    }

    @Test
    void shouldStopAtTheMemoryLimitAndGiveEverythingBack() {
        for (int i = 0; i < 100; i++) {
            store(Labels.of("__name__", "x", "i", Integer.toString(i)), 1, 2, 3);
        }
        try (PromqlEngine small = new PromqlEngine(EngineOptions.defaults().withMaxMemory(20_000));
                View view = storage.view()) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> small.range(view, "x", 0, 30_000, 15_000, QueryOptions.defaults()))
                        .hasMessageMatching(
                                "query would use too much memory in query execution: bytes=\\d+, limit=20000;"
                                        + " select fewer series, use a larger step, or raise --query.max-memory");
                assertThat(small.memoryInUse()).isZero();
            }
            QueryResult sum = small.range(view, "sum(x)", 0, 30_000, 15_000, QueryOptions.defaults());
            assertThat(((MatrixValue) sum.value()).series().get(0).values()).containsExactly(100, 200, 300);
        }
    }

    @Test
    void shouldCountSamplesOfWindowsAndSteps() {
        store(Labels.of("__name__", "x_total"), 1, 2, 3, 4, 5);
        QueryOptions perStep = new QueryOptions(Duration.ZERO, Duration.ZERO, true, new Cancellation());
        EngineOptions options = EngineOptions.defaults().withFeatures(EnumSet.of(EngineFeature.PER_STEP_STATISTICS));
        try (PromqlEngine counting = new PromqlEngine(options);
                View view = storage.view()) {
            QueryResult rates = counting.range(view, "rate(x_total[30s])", 15_000, 60_000, 15_000, perStep);
            assertThat(rates.statistics().samplesPerStep()).containsExactly(2, 2, 2, 2);
            assertThat(rates.statistics().totalSamples()).isEqualTo(8);
            assertThat(rates.statistics().samplesRead()).isEqualTo(5);
            assertThat(rates.statistics().samplesReadPerStep()).containsExactly(2, 1, 1, 1);
            QueryResult fixed = counting.range(view, "sum_over_time(x_total[30s] @ 60)", 0, 30_000, 15_000, perStep);
            assertThat(fixed.statistics().samplesPerStep()).containsExactly(2, 2, 2);
            assertThat(fixed.statistics().totalSamples()).isEqualTo(6);
            assertThat(fixed.statistics().samplesRead()).isEqualTo(2);
            assertThat(fixed.statistics().samplesReadPerStep()).containsExactly(2, 0, 0);
        }
    }

    @Test
    void shouldCountWhatASubqueryReadsAtTheStepThatNeedsIt() {
        store(Labels.of("__name__", "x"), 1, 2, 3, 4, 5, 6, 7, 8, 9);
        QueryOptions perStep = new QueryOptions(Duration.ZERO, Duration.ZERO, true, new Cancellation());
        EngineOptions options = EngineOptions.defaults().withFeatures(EnumSet.of(EngineFeature.PER_STEP_STATISTICS));
        try (PromqlEngine counting = new PromqlEngine(options);
                View view = storage.view()) {
            QueryStatistics close = counting.range(view, "max_over_time(x[30s:15s])", 30_000, 90_000, 30_000, perStep)
                    .statistics();
            assertThat(close.samplesPerStep()).containsExactly(2, 2, 2);
            assertThat(close.samplesReadPerStep()).containsExactly(2, 2, 2);
            QueryStatistics apart = counting.range(view, "max_over_time(x[15s:15s])", 30_000, 90_000, 30_000, perStep)
                    .statistics();
            assertThat(apart.samplesReadPerStep()).containsExactly(1, 1, 1);
            assertThat(apart.samplesRead()).isEqualTo(3);
            QueryStatistics whole =
                    counting.instant(view, "x[30s:15s]", 90_000, perStep).statistics();
            assertThat(whole.totalSamples()).isEqualTo(2);
            assertThat(whole.samplesReadPerStep()).containsExactly(2);
        }
    }

    @Test
    void shouldExplainThePlan() {
        assertThat(engine.explain("sum by (a) (rate(x[5m])) / 2", 0, 60_000, 15_000, QueryOptions.defaults()))
                .isEqualTo("/\n  sum by [a]\n    rate()\n      window {__name__=\"x\"}[300000ms]\n  2\n");
    }
}
