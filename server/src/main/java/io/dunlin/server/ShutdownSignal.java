package io.dunlin.server;

import java.util.concurrent.CountDownLatch;

/**
 * Turns SIGTERM and SIGINT into an orderly end with exit code 0. On a signal the JVM runs a hook and ends when it returns;
 * this one waits until the main thread has closed the server. Thread-safe.
 */
final class ShutdownSignal {
    private static final int SUCCESS = 0;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean clean;

    private ShutdownSignal() {}

    /** Installs the hook; once a process. {@link #end} must follow, or the process never ends. */
    static ShutdownSignal install() {
        ShutdownSignal signal = new ShutdownSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::onShutdown, "dunlin-shutdown"));
        return signal;
    }

    private void onShutdown() {
        asked.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (clean) {
            // Otherwise the exit code would be that of a killed process.
            Runtime.getRuntime().halt(SUCCESS);
        }
    }

    /** Waits for the signal. */
    void await() throws InterruptedException {
        asked.await();
    }

    /** Lets the process end; {@code stoppedClean} says that it was asked to and that everything is closed. */
    void end(boolean stoppedClean) {
        clean = stoppedClean;
        ended.countDown();
    }
}
