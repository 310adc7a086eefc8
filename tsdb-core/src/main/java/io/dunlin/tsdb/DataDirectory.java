package io.dunlin.tsdb;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The names of all that a database keeps in its directory, and the version of the whole.
 * <pre>
 * lock              held while the database is open
 * dunlin-format     the version: a number in ASCII and a newline
 * log/              segments of the log
 * checkpoint/       the newest checkpoints of the head, two at most
 * head-chunks/      the sealed chunks of the head, a file an epoch
 * runs/(ULID)/      series that left the head before their epoch ended, as blocks
 * wal/              always empty: Thanos looks for it
 * tmp/              blocks being written
 * damaged/(number)/ what could not be read of the head, under the names it had: for people, nothing here reads it
 * (ULID)/           blocks
 * </pre>
 */
final class DataDirectory {
    private static final String FORMAT = "dunlin-format";
    private static final int VERSION = 1;
    private static final int LONGEST_VERSION = 32;

    private final Disk disk;
    private final Path root;

    DataDirectory(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    /**
     * Makes the directory where it is missing, durably: power loss must not take away what is written there later. One that
     * has no version yet may have been made by a start that failed, so its name counts as new.
     */
    static void make(Disk disk, Path root) throws IOException {
        disk.createDirectories(root);
        if (disk.exists(root.resolve(FORMAT))) {
            return;
        }
        for (Path path = root.toAbsolutePath().getParent(); path != null; path = path.getParent()) {
            try {
                disk.syncDirectory(path);
            } catch (AccessDeniedException e) {
                // Who may not read a directory has not made it, nor those above it.
                return;
            }
        }
    }

    /** Returns the directory itself, in which blocks lie. */
    Path root() {
        return root;
    }

    /** Returns where the log lies. */
    Path log() {
        return root.resolve("log");
    }

    /** Returns where checkpoints of the head lie. */
    Path checkpoints() {
        return root.resolve("checkpoint");
    }

    /** Returns where the files of the head's sealed chunks lie. */
    Path headChunks() {
        return root.resolve("head-chunks");
    }

    /** Returns where runs lie: what left the head before its epoch ended. */
    Path runs() {
        return root.resolve("runs");
    }

    /** Returns where files go that could not be read. */
    Path damaged() {
        return root.resolve("damaged");
    }

    /** Returns where blocks are written before they have their name. */
    Path temporary() {
        return root.resolve("tmp");
    }

    /**
     * Returns the bytes of the files that hold what is in no block yet: log, checkpoint, chunks of the head, runs. One that
     * goes meanwhile does not count.
     */
    long headBytes() throws IOException {
        long sum = 0;
        for (Path part : List.of(log(), checkpoints(), headChunks(), runs())) {
            sum += bytes(part);
        }
        return sum;
    }

    private long bytes(Path path) throws IOException {
        try {
            if (!disk.isDirectory(path)) {
                return disk.size(path);
            }
            long sum = 0;
            for (Path child : disk.list(path)) {
                sum += bytes(child);
            }
            return sum;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Returns how often something of the head was set aside that is still there. */
    int damagedHeads() throws IOException {
        try {
            return disk.list(damaged()).size();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /**
     * Checks the version and makes what is missing; the lock is held.
     *
     * @throws StorageException when another version of the program, or a Prometheus, wrote the directory
     */
    void prepare() throws IOException {
        Path format = root.resolve(FORMAT);
        if (disk.exists(format)) {
            requireVersion(format);
        } else {
            refusePrometheus();
            writeVersion(format);
        }
        disk.createDirectories(log());
        disk.createDirectories(checkpoints());
        disk.createDirectories(headChunks());
        disk.createDirectories(runs());
        disk.createDirectories(root.resolve("wal"));
        if (disk.exists(temporary())) {
            disk.deleteTree(temporary());
        }
        disk.createDirectories(temporary());
        disk.syncDirectory(root);
    }

    private void requireVersion(Path format) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_VERSION);
        try (DiskFile file = disk.openRead(format)) {
            file.read(0, text);
        }
        String version =
                StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
        if (!version.equals(Integer.toString(VERSION))) {
            throw new StorageException("the data directory has another format: directory=" + root + ", found=" + version
                    + ", expected=" + VERSION + "; open it with the version that wrote it");
        }
    }

    /**
     * A Prometheus may be running on the directory without a lock, as Debian's does by default, and it keeps its newest
     * samples in a log that is not ours to read or leave behind. Blocks alone are welcome.
     */
    private void refusePrometheus() throws IOException {
        Path wal = root.resolve("wal");
        if (disk.exists(wal) && !disk.list(wal).isEmpty()) {
            throw new StorageException("the data directory belongs to a Prometheus: directory=" + root
                    + ", found=wal/ with samples; choose another directory");
        }
    }

    /** The name appears with its content, or not at all. */
    private void writeVersion(Path format) throws IOException {
        Path unfinished = root.resolve(FORMAT + ".new");
        if (disk.exists(unfinished)) {
            disk.delete(unfinished);
        }
        try (DiskFile file = disk.create(unfinished)) {
            file.write(0, StandardCharsets.US_ASCII.encode(VERSION + "\n"));
            file.sync();
        }
        disk.rename(unfinished, format);
    }
}
