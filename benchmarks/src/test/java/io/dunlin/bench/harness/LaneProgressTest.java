package io.dunlin.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LaneProgressTest {
    @Test
    void shouldLetALaneWaitForOneFarBehind() {
        LaneProgress progress = new LaneProgress(2);
        progress.await(0, 100_000);
        CompletableFuture<Void> ahead = CompletableFuture.runAsync(() -> progress.await(0, 150_000));
        progress.await(1, 40_000);
        assertThat(ahead).isNotDone();
        progress.await(1, 50_000);
        ahead.join();
    }

    @Test
    void shouldWaitForNobodyWhoHasEnded() {
        LaneProgress progress = new LaneProgress(2);
        progress.end(1);
        progress.await(0, 10_000_000);
        progress.end(0);
        progress.await(1, 20_000_000);
    }
}
