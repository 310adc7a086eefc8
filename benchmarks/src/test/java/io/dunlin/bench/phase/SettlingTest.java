package io.dunlin.bench.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SettlingTest {
    private static Settling of(double... latencies) {
        Settling settling = new Settling();
        for (int i = 0; i < latencies.length; i++) {
            settling.add(i, latencies[i]);
        }
        return settling;
    }

    @Test
    void shouldFindWhenAnswersBecomeAsFastAsTheLast() {
        Settling settling = of(9, 5, 4, 3, 2, 2, 2, 2, 2, 1.05, 1, 1.02, 1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(settling.first()).isEqualTo(9);
        assertThat(settling.steady()).isEqualTo(1);
        assertThat(settling.seconds())
                .as("three of the five from here on are fast")
                .isEqualTo(7);
    }

    @Test
    void shouldNotTakeOneFastAnswerForAll() {
        assertThat(of(3, 1, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
                        .seconds())
                .isEqualTo(6);
    }

    @Test
    void shouldTakeAnyServerThatIsFastAtOnce() {
        assertThat(of(1, 1, 1, 1, 1, 1).seconds()).isZero();
        assertThat(of(7).seconds()).isZero();
        assertThat(of(7).steady()).isCloseTo(7, within(0.0));
    }
}
