package io.dunlin.promql.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Compares docs/promql.md with the tables; writes it when run with {@code -Dupdate}. */
class ReferencePageTest {
    private static final Path PAGE = Path.of("..", "docs", "promql.md");

    @Test
    void isUpToDate() throws IOException {
        if (System.getProperty("update") != null) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, ReferencePage.text());
        }

        assertThat(Files.readString(PAGE)).isEqualTo(ReferencePage.text());
    }
}
