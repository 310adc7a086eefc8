package io.dunlin.tsdb.head;

import io.dunlin.tsdb.storage.Room;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where requests wait that were refused for want of memory, while the head is being made smaller: so a sender that is faster
 * than series leave is slowed down, and refused only when a round of that work could let nothing go. Thread-safe.
 */
final class RoomWait {
    /** How often it is looked whether the last reader of what was let go is done. */
    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

    private final MemoryCeiling ceiling;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Whether the last round ended at the ceiling and had let nothing go. */
    private boolean inVain;

    RoomWait(MemoryCeiling ceiling) {
        this.ceiling = ceiling;
    }

    /** Says that series have left the head and their memory is free, or will be when the last reader is done. */
    void freed() {
        signal(false);
    }

    /**
     * Says that a round has ended in which the head was to be made smaller.
     *
     * @param any whether anything was let go
     */
    void roundEnded(boolean any) {
        signal(!any && ceiling.isReached());
    }

    private void signal(boolean nothingFreed) {
        lock.lock();
        try {
            inVain = nothingFreed;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the head is below its ceiling. The caller must hold no appender and no view, which would keep the memory.
     *
     * @throws InterruptedException when the thread was interrupted while it waited
     */
    Room await(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long end = System.nanoTime() + longest.toNanos();
            long left = longest.toNanos();
            while (ceiling.isReached() && !inVain && left > 0) {
                long unused = changed.awaitNanos(Math.min(left, LOOK_NANOS));
                left = end - System.nanoTime();
            }
            if (!ceiling.isReached()) {
                return Room.FREE;
            }
            return inVain ? Room.NONE : Room.LATER;
        } finally {
            lock.unlock();
        }
    }
}
