package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Platform;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class BackgroundThreadTest {
    @Test
    void lowersThePriorityOfItsOwnThreadOnly() throws ExecutionException, InterruptedException {
        Assumptions.assumeTrue(Platform.isLinux(), "threads have priorities of their own on Linux only");
        int before = BackgroundThread.niceness();
        CompletableFuture<Integer> lowered = new CompletableFuture<>();
        Thread thread = new Thread(() -> lowered.complete(BackgroundThread.begin() ? BackgroundThread.niceness() : -1));
        thread.start();
        assertThat(lowered.get()).isEqualTo(Math.max(10, before));
        assertThat(BackgroundThread.niceness()).isEqualTo(before);
    }
}
