package io.dunlin.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void shouldGoOnWhileRoundsGetCheaper() throws IOException, InterruptedException {
        double[] costs = {100, 90, 95, 80, 70, 75, 49, 50, 48, 49, 50, 48, 47, 46, 45};

        assertThat(rounds(Duration.ofMinutes(1), 100, costs)).isEqualTo(11);
    }

    @Test
    void shouldNotTakeOneSlowRoundForSteady() throws IOException, InterruptedException {
        double[] costs = {100, 100, 100, 80, 500, 80, 80, 80, 80, 80};

        assertThat(rounds(Duration.ofMinutes(1), 100, costs)).isEqualTo(9);
    }

    @Test
    void shouldStopAtTheMostRoundsAndAtTheEndOfTime() throws IOException, InterruptedException {
        double[] falling = {64, 32, 16, 8, 4, 2, 1, 0.5};

        assertThat(rounds(Duration.ofMinutes(1), 8, falling)).isEqualTo(8);
        assertThat(rounds(Duration.ZERO, 8, falling)).isZero();
    }

    @Test
    void shouldGoOnForTheShortestTimeThoughItIsSteady() throws IOException, InterruptedException {
        assertThat(WarmUp.untilSteady(Duration.ofHours(1), Duration.ofHours(2), 3, 40, round -> 1))
                .isEqualTo(40);
    }

    private static int rounds(Duration most, int mostRounds, double[] costs) throws IOException, InterruptedException {
        return WarmUp.untilSteady(Duration.ZERO, most, 3, mostRounds, round -> costs[round]);
    }
}
