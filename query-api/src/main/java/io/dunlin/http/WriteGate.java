package io.dunlin.http;

import io.netty.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Makes a worker wait while a connection has as much unsent as it may hold. The I/O loop opens the gate when the client
 * has read on or is gone.
 */
final class WriteGate {
    private final Channel channel;
    private final Duration timeout;

    WriteGate(Channel channel, Duration timeout) {
        this.channel = channel;
        this.timeout = timeout;
    }

    /** Called on the I/O loop whenever the channel may have become writable or closed. */
    synchronized void changed() {
        notifyAll();
    }

    /**
     * Waits until the channel takes more.
     *
     * @throws IOException when the client is gone or reads nothing for too long
     */
    synchronized void await() throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (channel.isActive() && !channel.isWritable()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new IOException("client reads nothing: timeout=" + timeout);
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the client", e);
        }
        if (!channel.isActive()) {
            throw new IOException("client closed the connection");
        }
    }
}
