package io.dunlin.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a running server: opened in the order in which they are added, closed in the reverse order, each once. A
 * part that fails to close does not keep the others open. Not thread-safe, except {@link #close}.
 */
final class Lifecycle implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final Deque<Part> open = new ArrayDeque<>();

    private record Part(String name, AutoCloseable part) {}

    /** Adds a part that has just been opened and returns it. */
    synchronized <T extends AutoCloseable> T add(String name, T part) {
        open.push(new Part(name, part));
        return part;
    }

    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            close(open.pop());
        }
    }

    private static void close(Part part) {
        try {
            part.part.close();
        } catch (Exception e) {
            log.error("A part did not stop cleanly: part={}", part.name, e);
        }
    }
}
