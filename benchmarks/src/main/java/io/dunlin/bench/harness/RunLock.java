package io.dunlin.bench.harness;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Held by a run, so that a second one on the machine is refused instead of spoiling both. */
final class RunLock implements AutoCloseable {
    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws IllegalStateException when another run holds it
     */
    static RunLock take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new RunLock(channel);
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            channel.close();
            throw new IllegalStateException("another benchmark run is going on: lock=" + file, heldByThisProcess);
        }
        channel.close();
        throw new IllegalStateException("another benchmark run is going on: lock=" + file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
