package io.dunlin.server.e2e;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until something outside of this process has happened. */
public final class Await {
    private static final long POLL_MILLIS = 100;

    private Await() {}

    public static void until(Duration limit, Supplier<String> what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + limit + " for " + what.get());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            // Nothing signals: the thing awaited is another process's.
            boolean signalled = new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (signalled) {
                throw new IllegalStateException("nothing counts this latch down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
