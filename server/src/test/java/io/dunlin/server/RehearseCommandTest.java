package io.dunlin.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.server.log.LogLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RehearseCommandTest {
    @AfterEach
    void logAsBefore() {
        LogLevel.set(LogLevel.INFO);
    }

    @Test
    void shouldStartAServerThatAnswersAndEndIt() {
        assertThat(Main.commandLine().execute("rehearse")).isZero();
    }
}
