package io.dunlin.tsdb.index;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Frees what readers may still be looking at. A reader holds a {@link Pin} while it reads; what the writer has taken out
 * of use is handed to {@link #retire} and freed when every pin taken before that has been released. Pins taken later
 * cannot reach it. Thread-safe.
 */
public final class Reclaimer implements AutoCloseable {
    private record Garbage(long time, Runnable free) {}

    /** Oldest first; retire and pin both take their time from one counter. */
    private final Deque<Garbage> garbage = new ArrayDeque<>();

    /** The ring of pins, from the oldest to the newest, closed by this sentinel. */
    private final Pin ends = new Pin(this, Long.MAX_VALUE);

    private long time;

    /** Makes a reclaimer without pins. */
    public Reclaimer() {
        ends.older = ends;
        ends.newer = ends;
    }

    /** A reader's right to go on reading what it can reach. Close is idempotent and may happen on any thread. */
    public static final class Pin implements AutoCloseable {
        private final Reclaimer owner;
        private final long time;
        private Pin older;
        private Pin newer;

        private Pin(Reclaimer owner, long time) {
            this.owner = owner;
            this.time = time;
        }

        @Override
        public void close() {
            owner.release(this);
        }
    }

    /** Returns a pin; the caller closes it. */
    public synchronized Pin pin() {
        Pin pin = new Pin(this, time);
        pin.older = ends.older;
        pin.newer = ends;
        ends.older.newer = pin;
        ends.older = pin;
        return pin;
    }

    private synchronized void release(Pin pin) {
        if (pin.newer == null) {
            return;
        }
        pin.older.newer = pin.newer;
        pin.newer.older = pin.older;
        pin.newer = null;
        pin.older = null;
        freeUnreachable();
    }

    /** Frees something once all pins held now have been released; at once where there are none. */
    public synchronized void retire(Runnable free) {
        garbage.add(new Garbage(time, free));
        time++;
        freeUnreachable();
    }

    private void freeUnreachable() {
        long oldest = ends.newer.time;
        while (!garbage.isEmpty() && garbage.peek().time < oldest) {
            garbage.poll().free.run();
        }
    }

    /** Returns the number of things that wait for readers. */
    public synchronized int waiting() {
        return garbage.size();
    }

    /**
     * Frees everything.
     *
     * @throws IllegalStateException when a reader still holds a pin; what it can reach is then freed when it lets go
     */
    @Override
    public synchronized void close() {
        if (ends.newer != ends) {
            throw new IllegalStateException("readers are still active: waiting=" + garbage.size());
        }
    }
}
