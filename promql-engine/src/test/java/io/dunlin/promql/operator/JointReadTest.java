package io.dunlin.promql.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.promql.testing.CountedReads;
import io.dunlin.promql.testing.InMemoryStorage;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.StaleMarker;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.View;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Parts of a query that read the same series read them once, and have the values that they have alone. */
class JointReadTest {
    private static final int STEP = 15_000;
    private static final int SAMPLES = 60;
    private static final long END = (long) STEP * SAMPLES;

    private final PromqlEngine engine =
            new PromqlEngine(EngineOptions.defaults().withWorkers(3).withHelpAfter(Duration.ZERO));

    @AfterEach
    void close() {
        engine.close();
    }

    /** Counters of which some begin late, end with a stale marker, or have fractions. */
    private static InMemoryStorage storage(int series) {
        Random random = new Random(11);
        InMemoryStorage storage = new InMemoryStorage();
        try (Appender appender = storage.appender()) {
            for (int i = 0; i < series; i++) {
                Labels labels = Labels.of("__name__", "x_total", "i", Integer.toString(i), "job", "j" + i % 5);
                long reference = appender.series(labels);
                double value = 0;
                int first = i % 3 == 0 ? random.nextInt(SAMPLES / 2) : 0;
                for (int s = first; s < SAMPLES; s++) {
                    value = random.nextInt(20) == 0 ? 0 : value + random.nextDouble() * (1 << random.nextInt(20));
                    boolean ends = i % 4 == 0 && s == SAMPLES / 2;
                    appender.append(reference, (long) STEP * s + 137, ends ? StaleMarker.VALUE : value);
                }
            }
            appender.commit();
        }
        return storage;
    }

    private QueryResult range(View view, String query) {
        return engine.range(view, query, END / 2, END, STEP, QueryOptions.defaults());
    }

    private static Map<Labels, Map<Long, Double>> points(QueryResult result) {
        Map<Labels, Map<Long, Double>> points = new HashMap<>();
        for (MatrixValue.Series series : ((MatrixValue) result.value()).series()) {
            Map<Long, Double> ofSeries = points.computeIfAbsent(series.labels(), l -> new HashMap<>());
            for (int i = 0; i < series.times().length; i++) {
                ofSeries.put(series.times()[i], series.values()[i]);
            }
        }
        return points;
    }

    private void checkQuotient(InMemoryStorage storage, String left, String right) {
        try (View view = storage.view()) {
            Map<Labels, Map<Long, Double>> above = points(range(view, left));
            Map<Labels, Map<Long, Double>> below = points(range(view, right));
            Map<Labels, Map<Long, Double>> expected = new HashMap<>();
            above.forEach((labels, ofLeft) -> {
                Map<Long, Double> ofRight = new HashMap<>();
                below.forEach((other, values) -> {
                    if (other.without(java.util.Set.of("__name__"))
                            .equals(labels.without(java.util.Set.of("__name__")))) {
                        ofRight.putAll(values);
                    }
                });
                Map<Long, Double> quotients = new HashMap<>();
                ofLeft.forEach((time, value) -> {
                    if (ofRight.containsKey(time)) {
                        quotients.put(time, value / ofRight.get(time));
                    }
                });
                if (!quotients.isEmpty()) {
                    expected.put(labels.without(java.util.Set.of("__name__")), quotients);
                }
            });
            CountedReads counted = new CountedReads(view);
            assertThat(points(range(counted, left + " / " + right)))
                    .as(left + " / " + right)
                    .isNotEmpty()
                    .isEqualTo(expected);
            assertThat(counted.selections()).as(left + " / " + right).isEqualTo(1);
        }
    }

    @Test
    void shouldGiveThePartsTheValuesThatTheyHaveAlone() {
        InMemoryStorage storage = storage(400);
        List<String> parts = List.of(
                "rate(x_total[1m])",
                "increase(x_total[4m])",
                "avg_over_time(x_total[2m])",
                "quantile_over_time(0.7, x_total[3m] offset 30s)",
                "x_total");
        for (String left : parts) {
            for (String right : parts) {
                checkQuotient(storage, left, right);
                checkQuotient(storage, "sum by (job) (" + left + ")", "stddev by (job) (" + right + ")");
            }
        }
    }

    @Test
    void shouldReadEverySeriesOnce() {
        int series = 300;
        try (View view = storage(series).view()) {
            CountedReads counted = new CountedReads(view);
            range(counted, "sum(rate(x_total[1m])) / sum(rate(x_total[4m])) + avg(x_total)");
            // Where a worker's share ends between two parts of a series, another decodes it once more.
            assertThat(counted.reads()).isBetween((long) series, series * 5L / 4);
            assertThat(counted.selections()).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepNoSeriesForTheSakeOfAggregations() {
        String query = "sum by (job) (x_total) / count by (job) (x_total)";
        try (View few = storage(50).view();
                View many = storage(1_000).view()) {
            assertThat(range(many, query).statistics().peakSamples())
                    .isEqualTo(range(few, query).statistics().peakSamples());
        }
    }

    @Test
    void shouldStillRefuseSeriesThatLoseWhatToldThemApart() {
        InMemoryStorage storage = new InMemoryStorage();
        try (Appender appender = storage.appender()) {
            for (String name : List.of("a_total", "b_total")) {
                long reference = appender.series(Labels.of("__name__", name));
                for (int s = 0; s < SAMPLES; s++) {
                    appender.append(reference, (long) STEP * s, s);
                }
            }
            appender.commit();
        }
        try (View view = storage.view()) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> range(view, "rate({__name__=~\"._total\"}[1m]) / rate({__name__=~\"._total\"}[2m])"))
                    .hasMessageContaining("same labelset");
        }
    }
}
