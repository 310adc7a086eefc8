package io.dunlin.server.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.http.InnerConnection;
import io.dunlin.http.RouteTable;
import io.dunlin.http.endpoint.ApiRoutes;
import io.dunlin.http.endpoint.ApiServices;
import io.dunlin.http.endpoint.PromqlText;
import io.dunlin.http.querylog.QueryObserver;
import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.tsdb.EphemeralStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class WarmUpTest {
    static final List<String> QUERIES = Stream.concat(WarmUp.QUERIES.stream(), WarmUp.SMALL_QUERIES.stream())
            .toList();
    static final List<String> SMALL_QUERIES = WarmUp.SMALL_QUERIES;

    private static ApiServices services() {
        return new ApiServices(
                null,
                null,
                new PromqlText(ParserOptions.withFeatures(Set.of())),
                Duration.ofMinutes(1),
                QueryObserver.NONE,
                null,
                null,
                Optional.empty(),
                null,
                null,
                Clock.systemUTC());
    }

    /** Asks something over the samples and returns the answer's head and body. */
    private static String answer(Question question) throws IOException {
        return answer(WarmUpSamples.SAMPLES, question);
    }

    private static String answer(int scrapes, Question question) throws IOException {
        try (EphemeralStorage storage = WarmUp.storage();
                PromqlEngine engine = new PromqlEngine(EngineOptions.defaults());
                InnerConnection connection = new InnerConnection(
                        new RouteTable(ApiRoutes.of(services().over(storage, engine))))) {
            assertThat(new WarmUpSamples(storage).writeUpTo(scrapes, () -> true))
                    .isTrue();
            return new String(question.ask(connection), StandardCharsets.UTF_8);
        }
    }

    private interface Question {
        byte[] ask(InnerConnection connection) throws IOException;
    }

    @ParameterizedTest
    @FieldSource("QUERIES")
    void everyQueryHasValuesToComputeAtEveryStep(String query) throws IOException {
        String answer = answer(connection -> WarmUp.range(connection, query, WarmUpSamples.END, Duration.ofHours(1)));
        requireValues(answer, 241);
    }

    private static void requireValues(String answer, int least) {
        assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("\"status\":\"success\"");
        assertThat(answer.split(",\"", -1)).hasSizeGreaterThanOrEqualTo(least);
    }

    @ParameterizedTest
    @FieldSource("QUERIES")
    void everyQueryHasValuesToComputeInTheFirstLook(String query) throws IOException {
        long end = WarmUpSamples.time(WarmUp.FIRST_SCRAPES - 1);
        String answer =
                answer(WarmUp.FIRST_SCRAPES, connection -> WarmUp.range(connection, query, end, WarmUp.FIRST_SPAN));
        requireValues(answer, WarmUp.FIRST_SCRAPES - 1);
    }

    @ParameterizedTest
    @FieldSource("SMALL_QUERIES")
    void everySmallQueryHasAValueNow(String query) throws IOException {
        String answer = answer(connection -> WarmUp.instant(connection, query, WarmUpSamples.END));
        assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("\"value\":[");
    }

    @Test
    void everyRequestIsTaken() {
        try (WarmUpWrites writes = WarmUp.writes()) {
            int requests = 0;
            while (writes.next()) {
                requests += 2;
            }
            assertThat(requests).isEqualTo(2 * WarmUpWrites.STEPS);
            assertThat(writes.samples()).isEqualTo((long) requests * WarmUpWrites.SERIES);
            assertThat(writes.storage().memory().anonymousBytes()).isLessThan(32 << 20);
        }
    }

    @Test
    void givesBackItsMemory() {
        EphemeralStorage storage = WarmUp.storage();
        new WarmUpSamples(storage).writeUpTo(2, () -> true);
        assertThat(storage.memory().anonymousBytes()).isPositive();
        storage.close();
        assertThat(storage.memory().anonymousBytes()).isZero();
    }

    @Test
    void writesNothingWhereItMayNotGoOn() {
        try (EphemeralStorage storage = WarmUp.storage()) {
            long empty = storage.memory().anonymousBytes();
            assertThat(new WarmUpSamples(storage).writeUpTo(2, () -> false)).isFalse();
            assertThat(storage.memory().anonymousBytes()).isEqualTo(empty);
        }
    }

    @Test
    void stopsWhenClosedLongBeforeItsEnd() {
        long start = System.nanoTime();
        WarmUp warmUp = WarmUp.start(services(), () -> 0);
        warmUp.close();
        warmUp.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
