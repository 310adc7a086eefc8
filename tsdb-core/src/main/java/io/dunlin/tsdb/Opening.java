package io.dunlin.tsdb;

import io.dunlin.tsdb.disk.DirectoryLock;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened so far: closed again in the opposite order, unless everything could be opened. */
final class Opening implements Closeable {
    private final DirectoryLock lock;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private boolean done;

    Opening(DirectoryLock lock) {
        this.lock = lock;
    }

    /** Notes something that was opened, and returns it. */
    <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Says that everything is open and the caller's; returns the lock. */
    DirectoryLock done() {
        done = true;
        return lock;
    }

    @Override
    public void close() throws IOException {
        if (done) {
            return;
        }
        try (lock) {
            for (AutoCloseable resource : opened) {
                close(resource);
            }
        }
    }

    private static void close(AutoCloseable resource) throws IOException {
        try {
            resource.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("can't close " + resource, e);
        }
    }
}
