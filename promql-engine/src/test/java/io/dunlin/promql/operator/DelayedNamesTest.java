package io.dunlin.promql.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.promql.engine.EngineFeature;
import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryValue;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.promql.testing.InMemoryStorage;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.View;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Floats and histograms whose labels become equal when their names go, at the end of the query. */
class DelayedNamesTest {
    private final InMemoryStorage storage = new InMemoryStorage();
    private final PromqlEngine engine =
            new PromqlEngine(EngineOptions.defaults().withFeatures(EnumSet.of(EngineFeature.DELAYED_NAME_REMOVAL)));

    @AfterEach
    void close() {
        engine.close();
    }

    private void store(String name, long time, double value) {
        try (Appender appender = storage.appender()) {
            appender.append(appender.series(Labels.of("__name__", name, "job", "a")), time, value);
            appender.commit();
        }
    }

    private void storeHistogram(String name, long time) {
        try (Appender appender = storage.appender()) {
            long series = appender.series(Labels.of("__name__", name, "job", "a"));
            appender.append(series, 0, time, histogram(), true);
            appender.commit();
        }
    }

    private static FloatHistogram histogram() {
        return new FloatHistogram(
                0,
                FloatHistogram.CounterResetHint.UNKNOWN,
                0,
                0,
                3,
                4,
                new int[] {0, 1},
                new double[] {3},
                new int[0],
                new double[0],
                new double[0]);
    }

    private QueryValue range(String query) {
        try (View view = storage.view()) {
            return engine.range(view, query, 0, 60_000, 30_000, QueryOptions.defaults())
                    .value();
        }
    }

    @Test
    void shouldHaveFloatAndHistogramOfOneTimeInOneSeries() {
        store("size", 0, 1);
        storeHistogram("weight", 0);
        store("size", 60_000, 2);
        MatrixValue.Series series =
                ((MatrixValue) range("-{job=\"a\"}")).series().get(0);
        assertThat(series.labels().toString()).isEqualTo("{job=\"a\"}");
        assertThat(series.times()).containsExactly(0, 30_000, 60_000);
        assertThat(series.values()).containsExactly(-1, -1, -2);
        assertThat(series.histogramTimes()).containsExactly(0, 30_000, 60_000);
        assertThat(series.histograms()[2].count()).isEqualTo(-3);
    }

    @Test
    void shouldShowTheHistogramAtOneTimeAlone() {
        store("size", 0, 1);
        storeHistogram("weight", 0);
        try (View view = storage.view()) {
            VectorValue vector = (VectorValue) engine.instant(view, "-{job=\"a\"}", 0, QueryOptions.defaults())
                    .value();
            assertThat(vector.size()).isEqualTo(1);
            assertThat(vector.histogram(0).count()).isEqualTo(-3);
        }
    }

    @Test
    void shouldRefuseTwoFloatsBesideAHistogram() {
        store("size", 0, 1);
        storeHistogram("weight", 0);
        store("zeal", 0, 1);
        assertThatThrownBy(() -> range("-{job=\"a\"}"))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("same labelset");
    }
}
