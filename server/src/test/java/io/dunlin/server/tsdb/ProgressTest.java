package io.dunlin.server.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void showsABarWhereTheTotalIsKnown() {
        assertThat(Progress.line("samples", 7, 0)).isEqualTo("7 samples");
        assertThat(Progress.line("bytes", 0, 200)).isEqualTo("[" + " ".repeat(40) + "] 0 % of 200 bytes");
        assertThat(Progress.line("bytes", 50, 200))
                .isEqualTo("[" + "#".repeat(10) + " ".repeat(30) + "] 25 % of 200 bytes");
        assertThat(Progress.line("bytes", 201, 200)).isEqualTo("[" + "#".repeat(40) + "] 100 % of 200 bytes");
    }
}
