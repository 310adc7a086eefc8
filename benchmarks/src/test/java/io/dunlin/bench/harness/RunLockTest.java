package io.dunlin.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    private Path directory;

    @Test
    void shouldRefuseASecondRunUntilTheFirstEnds() throws IOException {
        Path file = directory.resolve("lock");
        try (RunLock first = RunLock.take(file)) {
            assertThatThrownBy(() -> RunLock.take(file))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("another benchmark run is going on: lock=" + file);
        }
        RunLock.take(file).close();
        assertThat(Files.exists(file)).isTrue();
    }
}
