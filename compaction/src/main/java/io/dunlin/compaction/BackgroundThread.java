package io.dunlin.compaction;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the scheduler give a thread what others leave: a merge uses a whole processor where one is idle, and about a tenth
 * of one where requests and queries want all of them. Java's own thread priorities do nothing on Linux.
 */
final class BackgroundThread {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundThread.class);

    /** Against threads of the usual priority, one with this gets a share of 110 to 1024. */
    private static final int NICE = 10;

    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    private BackgroundThread() {}

    /** The calls of the C library. */
    private static final class LibC {
        static {
            Native.register(LibC.class, Platform.C_LIBRARY_NAME);
        }

        private LibC() {}

        static native int setpriority(int which, int who, int priority) throws LastErrorException;

        static native int getpriority(int which, int who) throws LastErrorException;
    }

    /**
     * Lowers the priority of the calling thread, for as long as it lives. Only on Linux, where the call means the thread and
     * not its process; elsewhere, and where it is refused, the thread goes on as it is.
     *
     * @return whether it was lowered
     */
    static boolean begin() {
        if (!Platform.isLinux()) {
            return false;
        }
        try {
            LibC.setpriority(PRIO_PROCESS, CALLING_THREAD, Math.max(NICE, niceness()));
            return true;
        } catch (LastErrorException | UnsatisfiedLinkError e) {
            LOG.warn("Merges will compete with requests, their priority can't be lowered: cause={}", e.toString());
            return false;
        }
    }

    /** Returns the calling thread's priority as Linux counts: 0 is the usual one, and higher is less. */
    static int niceness() {
        return LibC.getpriority(PRIO_PROCESS, CALLING_THREAD);
    }
}
