package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.Reclaimer;
import java.util.Arrays;

/**
 * Hands out the newest {@link HeadSnapshot} to readers and remembers which are in use: the writer keeps for them what they
 * must still see, and memory they can reach stays. Thread-safe.
 */
final class ViewRegistry {
    private final Reclaimer reclaimer;

    /** The sequence numbers of the snapshots in use, rising, with repetitions. Replaced, never changed. */
    private long[] sequences = {};

    private volatile HeadSnapshot newest;

    ViewRegistry(Reclaimer reclaimer, HeadSnapshot first) {
        this.reclaimer = reclaimer;
        this.newest = first;
    }

    /** A snapshot in use. Close is idempotent. */
    static final class Hold implements AutoCloseable {
        private final ViewRegistry registry;
        private final HeadSnapshot snapshot;
        private final Reclaimer.Pin pin;
        private final boolean counted;
        private boolean closed;

        private Hold(ViewRegistry registry, HeadSnapshot snapshot, Reclaimer.Pin pin, boolean counted) {
            this.registry = registry;
            this.snapshot = snapshot;
            this.pin = pin;
            this.counted = counted;
        }

        HeadSnapshot snapshot() {
            return snapshot;
        }

        @Override
        public void close() {
            synchronized (registry) {
                if (closed) {
                    return;
                }
                closed = true;
                if (counted) {
                    registry.remove(snapshot.sequence());
                }
            }
            pin.close();
        }
    }

    /** Returns the newest snapshot, held until closed. */
    synchronized Hold hold() {
        HeadSnapshot snapshot = newest;
        Reclaimer.Pin pin = reclaimer.pin();
        long[] next = Arrays.copyOf(sequences, sequences.length + 1);
        next[sequences.length] = snapshot.sequence();
        sequences = next;
        return new Hold(this, snapshot, pin, true);
    }

    /**
     * As {@link #hold}, for one who reads tables and sealed chunks, or open chunks however many samples they have by then:
     * the writer keeps memory, but no count of samples for it, which would cost each append of the minutes that it may take.
     */
    synchronized Hold holdMemory() {
        Reclaimer.Pin pin = reclaimer.pin();
        return new Hold(this, newest, pin, false);
    }

    private void remove(long sequence) {
        int at = Arrays.binarySearch(sequences, sequence);
        long[] next = new long[sequences.length - 1];
        System.arraycopy(sequences, 0, next, 0, at);
        System.arraycopy(sequences, at + 1, next, at, next.length - at);
        sequences = next;
    }

    /** Returns the newest snapshot without holding it: for numbers, not for memory. */
    HeadSnapshot newest() {
        return newest;
    }

    /** Makes a snapshot the one that readers get from now on. */
    synchronized void publish(HeadSnapshot snapshot) {
        newest = snapshot;
    }

    /** Returns the sequence numbers of the snapshots in use, rising. The array is never changed. */
    synchronized long[] sequences() {
        return sequences;
    }
}
