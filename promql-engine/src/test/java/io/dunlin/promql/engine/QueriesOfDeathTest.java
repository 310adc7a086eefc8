package io.dunlin.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.promql.testing.InMemoryStorage;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queries that would take all memory or time: a limit stops each, names itself, and other queries go on. */
@Timeout(60)
class QueriesOfDeathTest {
    private static final int SERIES = 20_000;
    private static final long MINUTE = 60_000;
    private static final String TOO_MUCH_MEMORY =
            "query would use too much memory in query execution: bytes=\\d+, limit=8000000;"
                    + " select fewer series, use a larger step, or raise --query.max-memory";

    private final InMemoryStorage storage = new InMemoryStorage();
    private final PromqlEngine engine = new PromqlEngine(EngineOptions.defaults()
            .withMaxMemory(8_000_000)
            .withTimeout(Duration.ofSeconds(30))
            .withWorkers(2)
            .withHelpAfter(Duration.ZERO));

    @BeforeEach
    void store() {
        try (Appender appender = storage.appender()) {
            for (int i = 0; i < SERIES; i++) {
                Labels labels = Labels.of("__name__", i % 2 == 0 ? "even" : "odd", "i", Integer.toString(i));
                long series = appender.series(labels);
                for (int sample = 0; sample < 3; sample++) {
                    appender.append(series, MINUTE * sample, i);
                }
            }
            appender.commit();
        }
    }

    @AfterEach
    void close() {
        assertThat(engine.memoryInUse()).isZero();
        engine.close();
    }

    private QueryResult instant(String query) {
        try (View view = storage.view()) {
            return engine.instant(view, query, 2 * MINUTE, QueryOptions.defaults());
        }
    }

    private QueryResult range(String query, long step) {
        try (View view = storage.view()) {
            return engine.range(view, query, 0, 2 * MINUTE, step, QueryOptions.defaults());
        }
    }

    @Test
    void shouldRefuseManySeriesWithoutAggregation() {
        assertThatThrownBy(() -> range("{__name__=~\"even|odd\"}", 100)).hasMessageMatching(TOO_MUCH_MEMORY);
        assertThatThrownBy(() -> instant("{__name__=~\".+\"} + 0")).hasMessageMatching(TOO_MUCH_MEMORY);
        assertThatThrownBy(() -> range("count_values(\"v\", even) or count_values(\"v\", odd)", 1_000))
                .hasMessageMatching(TOO_MUCH_MEMORY);
        assertThat(((VectorValue) instant("sum({__name__=~\".+\"})").value()).values())
                .containsExactly(SERIES * (SERIES - 1) / 2);
    }

    @Test
    void shouldRefuseCrossJoins() {
        assertThatThrownBy(() -> instant("even{i=~\"1..\"} * on () group_left () odd{i=~\"1..\"}"))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("many-to-many matching not allowed: matching labels must be unique on one side");
        assertThatThrownBy(() -> range("even * ignoring (i) group_right () even", 100))
                .isInstanceOf(QueryException.class)
                .hasMessageMatching(TOO_MUCH_MEMORY);
    }

    @Test
    void shouldRefuseSubqueriesOfTinySteps() {
        String query = "max_over_time(max_over_time(max_over_time(even[1d:1ms])[1d:1ms])[1d:1ms])";
        assertThatThrownBy(() -> instant(query)).hasMessageMatching(TOO_MUCH_MEMORY);
        assertThatThrownBy(() -> instant("even[10y:1ms]")).hasMessageMatching(TOO_MUCH_MEMORY);
        assertThatThrownBy(() -> instant("sum_over_time(vector(1)[100y:1ms])")).hasMessageMatching(TOO_MUCH_MEMORY);
    }

    @Test
    void shouldRefuseLabelsThatGrowWithEachCall() {
        String join = "even{i=\"8\"}";
        String replace = join;
        for (int i = 0; i < 40; i++) {
            join = "label_join(" + join + ", \"i\", \"\", \"i\", \"i\")";
            replace = "label_replace(" + replace + ", \"i\", \"$1$1\", \"i\", \"(.*)\")";
        }
        String doubled = join;
        String replaced = replace;
        assertThatThrownBy(() -> instant(doubled)).hasMessageMatching(TOO_MUCH_MEMORY);
        assertThatThrownBy(() -> instant(replaced)).hasMessageMatching(TOO_MUCH_MEMORY);
        String wide = "label_join(even, \"i\", \"" + "x".repeat(1_000) + "\"" + ", \"i\"".repeat(1_000) + ")";
        assertThatThrownBy(() -> instant(wide)).hasMessageMatching(TOO_MUCH_MEMORY);
    }

    @Test
    void shouldRefuseLargeExpressionsOfLabelReplace() {
        String query = "label_replace(even, \"i\", \"$1\", \"i\", \"" + "(x|yz)?".repeat(20_000) + "\")";
        assertThatThrownBy(() -> instant(query))
                .isInstanceOf(QueryException.class)
                .hasMessageStartingWith(
                        "invalid regular expression in label_replace(): error parsing regexp: expression is"
                                + " too large: repetitions and alternatives=60000, limit=3000");
    }

    @Test
    void shouldAnswerHugeAlternations() {
        String numbers = IntStream.range(0, 10_000).mapToObj(Integer::toString).collect(Collectors.joining("|"));
        assertThat(((VectorValue) instant("count(even{i=~\"" + numbers + "\"})").value()).values())
                .containsExactly(5_000);
        assertThat(((VectorValue)
                                instant("count(even{i!~\"(" + numbers + ")\"})").value())
                        .values())
                .containsExactly(5_000);
    }

    @Test
    void shouldGoOnWithOtherQueriesMeanwhile() throws Exception {
        List<String> deadly = List.of(
                "even[10y:1ms]",
                "even * on () group_left () odd",
                "{__name__=~\".+\"} + 0",
                "max_over_time(max_over_time(even[1d:1ms])[1d:1ms])");
        ExecutorService killers = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (String query : deadly) {
                running.add(killers.submit(
                        () -> assertThatThrownBy(() -> instant(query)).isInstanceOf(QueryException.class)));
            }
            int answered = 0;
            while (running.stream().anyMatch(one -> !one.isDone()) || answered == 0) {
                assertThat(((VectorValue) instant("even{i=\"8\"}").value()).values())
                        .containsExactly(8);
                answered++;
            }
            for (Future<?> one : running) {
                one.get(10, TimeUnit.SECONDS);
            }
        } finally {
            killers.shutdownNow();
        }
    }
}
