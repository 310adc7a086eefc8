package io.dunlin.server.derived;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.Ulid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerFileTest {
    private static final String MAP = "label-answers.0.map";
    private static final Ulid BLOCK = new Ulid(1, 2);
    private static final Ulid GONE = new Ulid(3, 4);
    private static final List<String> ANSWER = List.of("", "a", "ä\0b");

    @TempDir
    private Path directory;

    private AnswerFile open(long mostEntries) throws IOException {
        return AnswerFile.open(directory, mostEntries, () -> Set.of(BLOCK));
    }

    @Test
    void shouldKeepAnswersOfEachBlockAndQuestionOverARestart() throws IOException {
        try (AnswerFile file = open(100)) {
            file.put(BLOCK, "one", ANSWER);
            file.put(BLOCK, "none", List.of());
            file.put(GONE, "one", List.of("other"));
        }
        try (AnswerFile file = open(100)) {
            assertThat(file.get(BLOCK, "one")).isEqualTo(ANSWER);
            assertThat(file.get(BLOCK, "none")).isEmpty();
            assertThat(file.get(GONE, "one")).containsExactly("other");
            assertThat(file.get(BLOCK, "two")).isNull();
        }
    }

    @Test
    void shouldBeginEmptyWhereItWasNotClosed() throws IOException {
        AnswerFile killed = open(100);
        killed.put(BLOCK, "one", ANSWER);
        Path copy = Files.createDirectories(directory.resolve("copy"));
        Files.copy(directory.resolve(MAP), copy.resolve(MAP));
        killed.close();

        try (AnswerFile file = AnswerFile.open(copy, 100, Set::of)) {
            assertThat(file.size()).isZero();
        }
    }

    @Test
    void shouldBeginEmptyWhereAnyByteHasChangedOrIsMissing() throws IOException {
        Path map = directory.resolve(MAP);
        Path seal = directory.resolve("label-answers.seal");
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            try (AnswerFile file = open(100)) {
                file.put(BLOCK, "one", ANSWER);
            }
            byte[] whole = Files.readAllBytes(map);
            byte[] sealed = Files.readAllBytes(seal);
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
            Files.write(map, round % 2 == 0 ? damaged : cut);
            Files.write(seal, sealed);
            try (AnswerFile file = open(100)) {
                assertThat(file.size()).as("round " + round).isZero();
            }
        }
    }

    @Test
    void shouldGrowAndLeaveAnswersOfVanishedBlocksBehind() throws IOException {
        try (AnswerFile file = open(100_000)) {
            file.put(GONE, "one", ANSWER);
            for (int i = 0; i < 10_000; i++) {
                file.put(BLOCK, "question " + i, List.of("answer " + i));
            }
            for (int i = 0; i < 10_000; i++) {
                assertThat(file.get(BLOCK, "question " + i)).containsExactly("answer " + i);
            }
            assertThat(file.get(GONE, "one")).isNull();
        }
    }

    @Test
    void shouldForgetAllWhereItMayNotGrow() throws IOException {
        try (AnswerFile file = open(10)) {
            for (int i = 0; i < 1_000; i++) {
                file.put(BLOCK, "question " + i, ANSWER);
                assertThat(file.get(BLOCK, "question " + i)).isEqualTo(ANSWER);
                assertThat(file.size()).isBetween(1L, 10L);
            }
        }
    }

    @Test
    void shouldHoldLargeAnswers() throws IOException {
        List<String> large = Collections.nCopies(4_096, "0123456789abcdef");
        try (AnswerFile file = open(10_000)) {
            for (int i = 0; i < 200; i++) {
                file.put(BLOCK, "question " + i, large);
            }
            assertThat(file.get(BLOCK, "question 199")).isEqualTo(large);
        }
    }

    @Test
    void shouldLeaveOutWhatIsTooLargeForTheFile() throws IOException {
        try (AnswerFile file = open(1)) {
            file.put(BLOCK, "one", Collections.nCopies(100_000, "0123456789abcdef"));

            assertThat(file.get(BLOCK, "one")).isNull();
        }
    }
}
