package io.dunlin.tsdb.disk;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** An exclusive {@code flock} on a file, by a descriptor of its own. POSIX systems only. */
final class NativeFlock implements Closeable {
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = Platform.isLinux() ? 0x80000 : 0x1000000;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int ENOENT = 2;

    private int descriptor;

    private NativeFlock(int descriptor) {
        this.descriptor = descriptor;
    }

    /** The three calls of the C library. */
    private static final class LibC {
        static {
            Native.register(LibC.class, Platform.C_LIBRARY_NAME);
        }

        private LibC() {}

        static native int open(String path, int flags) throws LastErrorException;

        static native int flock(int descriptor, int operation) throws LastErrorException;

        static native int close(int descriptor) throws LastErrorException;
    }

    /** Opens an existing file and locks it; returns null when another descriptor has it locked. */
    static NativeFlock tryLock(Path file) throws IOException {
        NativeFlock lock = new NativeFlock(open(file));
        boolean locked = false;
        try {
            locked = lock.lock(file);
        } finally {
            if (!locked) {
                lock.close();
            }
        }
        return locked ? lock : null;
    }

    private static int open(Path file) throws IOException {
        try {
            return LibC.open(file.toAbsolutePath().toString(), O_RDWR | O_CLOEXEC);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == ENOENT) {
                throw new NoSuchFileException(file.toString());
            }
            throw new IOException("cannot open the lock file " + file + ": " + e.getMessage(), e);
        }
    }

    private boolean lock(Path file) throws IOException {
        try {
            LibC.flock(descriptor, LOCK_EX | LOCK_NB);
            return true;
        } catch (LastErrorException e) {
            if (e.getErrorCode() == wouldBlock()) {
                return false;
            }
            throw new IOException("cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    private static int wouldBlock() {
        return Platform.isLinux() ? 11 : 35;
    }

    /** Returns whether the name still means the file that is locked: its last holder may have deleted it meanwhile. */
    boolean stillNamed(Path file) throws IOException {
        try {
            return Files.isSameFile(Path.of("/dev/fd/" + descriptor), file);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (descriptor >= 0) {
            int closing = descriptor;
            descriptor = -1;
            LibC.close(closing);
        }
    }
}
