package io.dunlin.tsdb.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to be the only process in a data directory, held both ways on the file {@code lock}: by {@code flock}, which
 * Prometheus uses, and by {@code fcntl} ({@link FileLock}), which other Java programs use and which goes over NFS. The two
 * do not exclude each other, so one alone would let the other's users in.
 *
 * <p>The file stays when the lock is released. Prometheus deletes it, so after locking this checks that the name still
 * means the file that was locked. A refused lock changes nothing in the directory.
 */
public final class DirectoryLock implements Closeable {
    private static final String FILE_NAME = "lock";
    private static final int ATTEMPTS = 10;
    private static final int HOLDER_LENGTH = 100;
    private static final String HOLDER_PREFIX = "dunlin pid=";

    /**
     * The directories that this process has locked. Looked at first, since closing any descriptor of a file drops the
     * process's own {@code fcntl} locks on it.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final NativeFlock flock;
    private final FileChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DirectoryLock(Path directory, NativeFlock flock, FileChannel channel) {
        this.directory = directory;
        this.flock = flock;
        this.channel = channel;
    }

    /**
     * Locks an existing directory.
     *
     * @throws DirectoryInUseException when another process, or this one, has it locked
     */
    public static DirectoryLock acquire(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!HELD_HERE.add(real)) {
            throw new DirectoryInUseException(directory, "this process");
        }
        DirectoryLock lock = null;
        try {
            for (int attempt = 0; attempt < ATTEMPTS && lock == null; attempt++) {
                lock = tryAcquire(real);
            }
        } finally {
            if (lock == null) {
                HELD_HERE.remove(real);
            }
        }
        if (lock == null) {
            throw new DirectoryInUseException(directory, "a process that keeps replacing its lock file");
        }
        return lock;
    }

    /** Returns null where the file was replaced between two steps. */
    private static DirectoryLock tryAcquire(Path directory) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        FileChannel channel = null;
        NativeFlock flock = null;
        DirectoryLock lock = null;
        try {
            makeIfMissing(file);
            flock = NativeFlock.tryLock(file);
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (flock == null || channel.tryLock() == null) {
                throw new DirectoryInUseException(directory, holder(file));
            }
            if (flock.stillNamed(file)) {
                writeHolder(channel);
                lock = new DirectoryLock(directory, flock, channel);
            }
            return lock;
        } catch (NoSuchFileException e) {
            return null;
        } finally {
            if (lock == null) {
                closeBoth(flock, channel);
            }
        }
    }

    private static void makeIfMissing(Path file) throws IOException {
        if (!Files.exists(file)) {
            FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)
                    .close();
        }
    }

    /** Only a reader's help: the lock, not the text, says who may enter. */
    private static void writeHolder(FileChannel channel) throws IOException {
        channel.truncate(0);
        String holder = HOLDER_PREFIX + ProcessHandle.current().pid();
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    /** The text may be old: a Dunlin that was killed leaves it, and Prometheus does not write one. */
    private static String holder(Path file) throws IOException {
        String text = Files.size(file) > HOLDER_LENGTH ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
        if (text.matches(HOLDER_PREFIX + "[0-9]{1,18}")) {
            long pid = Long.parseLong(text.substring(HOLDER_PREFIX.length()));
            if (ProcessHandle.of(pid).isPresent()) {
                return text;
            }
        }
        return "another process, such as a Prometheus, that holds " + file;
    }

    /** Releases the lock. Idempotent. */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            try {
                closeBoth(flock, channel);
            } finally {
                HELD_HERE.remove(directory);
            }
        }
    }

    @Override
    public String toString() {
        return "DirectoryLock{" + directory + "}";
    }

    private static void closeBoth(NativeFlock flock, FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            if (flock != null) {
                flock.close();
            }
        }
    }
}
