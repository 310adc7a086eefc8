package io.dunlin.promql.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.promql.testing.InMemoryStorage;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Results must not depend on how many workers computed them, and memory must not depend on how many series there are. */
class ParallelEvaluationTest {
    private static final int STEP = 15_000;
    private static final List<String> QUERIES = List.of(
            "sum by (job) (rate(x_total[1m]))",
            "avg by (job) (x_total * 1.1)",
            "stddev(x_total)",
            "topk by (job) (3, rate(x_total[1m]))",
            "quantile by (job) (0.9, x_total)",
            "sum(x_total / ignoring (job) group_left max without (job) (x_total))",
            "rate(x_total[1m]) > 0.3");

    private static InMemoryStorage storage(int series, int samples) {
        Random random = new Random(7);
        InMemoryStorage storage = new InMemoryStorage();
        try (Appender appender = storage.appender()) {
            for (int i = 0; i < series; i++) {
                long reference =
                        appender.series(Labels.of("__name__", "x_total", "job", "j" + i % 7, "i", Integer.toString(i)));
                double value = 0;
                for (int s = 0; s < samples; s++) {
                    value += random.nextDouble() * (1 << random.nextInt(20));
                    appender.append(reference, (long) STEP * s, value);
                }
            }
            appender.commit();
        }
        return storage;
    }

    private static QueryResult range(PromqlEngine engine, InMemoryStorage storage, String query, int steps) {
        try (View view = storage.view()) {
            return engine.range(view, query, 60_000, 60_000 + (long) STEP * steps, STEP, QueryOptions.defaults());
        }
    }

    private static List<String> bits(QueryResult result) {
        List<String> lines = new ArrayList<>();
        for (MatrixValue.Series series : ((MatrixValue) result.value()).series()) {
            StringBuilder line = new StringBuilder(series.labels().toString());
            for (int i = 0; i < series.times().length; i++) {
                line.append(' ')
                        .append(series.times()[i])
                        .append('=')
                        .append(Double.doubleToRawLongBits(series.values()[i]));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    @Test
    void shouldGiveTheSameBitsWithAnyNumberOfWorkers() {
        InMemoryStorage storage = storage(1_000, 60);
        EngineOptions options = EngineOptions.defaults();
        try (PromqlEngine one = new PromqlEngine(options.withWorkers(1));
                PromqlEngine four = new PromqlEngine(options.withWorkers(4).withHelpAfter(Duration.ZERO))) {
            for (String query : QUERIES) {
                List<String> expected = bits(range(one, storage, query, 50));
                assertThat(expected).as(query).isNotEmpty();
                for (int repetition = 0; repetition < 5; repetition++) {
                    assertThat(bits(range(four, storage, query, 50))).as(query).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void shouldHoldGroupsAndNotSeries() {
        try (PromqlEngine engine =
                new PromqlEngine(EngineOptions.defaults().withWorkers(2).withHelpAfter(Duration.ZERO))) {
            String query = "sum by (job) (rate(x_total[1m]))";
            long few = range(engine, storage(100, 20), query, 15).statistics().peakSamples();
            long many =
                    range(engine, storage(2_000, 20), query, 15).statistics().peakSamples();
            assertThat(many).isEqualTo(few).isEqualTo(7 * 16);
        }
    }

    @Test
    void shouldHandOnTheFailureOfAWorker() {
        InMemoryStorage storage = storage(1_000, 20);
        QueryOptions options = QueryOptions.defaults();
        try (PromqlEngine engine = new PromqlEngine(EngineOptions.defaults()
                        .withWorkers(4)
                        .withHelpAfter(Duration.ZERO)
                        .withMaxSamples(500));
                View view = storage.view()) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> engine.range(view, "x_total", 60_000, 240_000, STEP, options))
                    .hasMessageContaining("too many samples");
            assertThat(engine.instant(view, "count(x_total)", 60_000, options).value())
                    .isNotNull();
        }
    }
}
