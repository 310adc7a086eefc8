package io.dunlin.bench.harness;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps lanes of requests at about the same step, though one may have more samples a step than another: a server refuses
 * samples that are much older than the newest. Thread-safe.
 */
final class LaneProgress {
    /** How many samples of the source may lie between two lanes. */
    private static final long MOST_APART = 100_000;

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final AtomicLongArray acknowledged;

    LaneProgress(int lanes) {
        acknowledged = new AtomicLongArray(lanes);
    }

    /** Returns when a request with so many samples of the source before it may be sent; those before it in its lane are. */
    void await(int lane, long before) {
        acknowledged.set(lane, before);
        while (before > slowest() + MOST_APART) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Says that nobody need wait for a lane any more. */
    void end(int lane) {
        acknowledged.set(lane, Long.MAX_VALUE - MOST_APART);
    }

    private long slowest() {
        long slowest = Long.MAX_VALUE - MOST_APART;
        for (int i = 0; i < acknowledged.length(); i++) {
            slowest = Math.min(slowest, acknowledged.get(i));
        }
        return slowest;
    }
}
