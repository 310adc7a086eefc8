package io.dunlin.http.querylog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActiveQueriesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    @TempDir
    private Path directory;

    private ActiveQueries open(int slots) throws IOException {
        return ActiveQueries.open(directory, slots, CLOCK);
    }

    private List<String> named() throws IOException {
        return ActiveQueries.unfinished(directory.resolve(ActiveQueries.FILE_NAME));
    }

    @Test
    void namesTheQueriesAtWork() throws IOException {
        try (ActiveQueries queries = open(3)) {
            assertThat(named()).isEmpty();
            QueryObserver.Running first = queries.begins("up");
            QueryObserver.Running second = queries.begins("sum(\"x\")");
            assertThat(named())
                    .containsExactly(
                            "{\"query\":\"up\",\"timestamp_sec\":1700000000}",
                            "{\"query\":\"sum(\\\"x\\\")\",\"timestamp_sec\":1700000000}");
            first.close();
            assertThat(named()).containsExactly("{\"query\":\"sum(\\\"x\\\")\",\"timestamp_sec\":1700000000}");
            second.close();
            assertThat(named()).isEmpty();
        }
    }

    @Test
    void startsAnew() throws IOException {
        try (ActiveQueries queries = open(3)) {
            queries.begins("left over");
        }
        assertThat(named()).hasSize(1);
        open(2).close();
        assertThat(named()).isEmpty();
        assertThat(directory.resolve(ActiveQueries.FILE_NAME)).hasSize(2001);
    }

    @Test
    void leavesQueriesUnnamedWhenEverySlotIsTaken() throws IOException {
        try (ActiveQueries queries = open(1);
                QueryObserver.Running only = queries.begins("a")) {
            queries.begins("b").close();
            assertThat(named()).singleElement().asString().contains("\"a\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u0001", "\u00e9", "\u4e2d", "\ud83d\ude00"})
    void cutsALongQueryToItsSlot(String character) throws IOException {
        try (ActiveQueries queries = open(2)) {
            queries.begins(character.repeat(20_000));
            queries.begins("next");
            assertThat(named()).hasSize(2);
            String query =
                    new ObjectMapper().readTree(named().get(0)).get("query").textValue();
            assertThat(query).hasSizeGreaterThan(100).startsWith(character.repeat(50));
        }
    }

    @Test
    void takesAnyFileAsItIs() throws IOException {
        Files.write(directory.resolve(ActiveQueries.FILE_NAME), new byte[] {1, 2, 3});
        open(1).close();
        assertThat(named()).isEmpty();
    }
}
