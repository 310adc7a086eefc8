package io.dunlin.bench.harness;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Looks at a server's memory every few milliseconds until it is closed, and keeps the peak. */
public final class MemoryWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 20;

    private final Thread thread;
    private volatile boolean closed;
    private volatile double peak;

    /** Begins to watch. */
    public MemoryWatch(Server server) throws IOException {
        peak = server.memoryMiB();
        thread = new Thread(() -> watch(server), "memory-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(Server server) {
        while (!closed) {
            try {
                peak = Math.max(peak, server.memoryMiB());
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            } catch (IOException serverIsGone) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Returns the most memory seen so far, in MiB. */
    public double peakMiB() {
        return peak;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
