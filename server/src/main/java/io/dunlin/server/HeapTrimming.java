package io.dunlin.server;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps garbage from piling up in the old generation. A JVM grows its heap to the limit rather than collect it, because it
 * does not know that the memory is wanted by others; here little on the heap lives, so a full collection costs some tens of
 * milliseconds and gives back what runs, blocks and the sets of large queries left behind. It happens as soon as the old
 * generation has grown by {@value #GROWTH} bytes, or by half where that is more, since the last one; but {@value #PAUSE}
 * times its own duration passes between two, so that they take a fiftieth of the time. Where garbage comes faster than that the
 * pause is shorter in proportion: at four times the growth a quarter of it.
 */
final class HeapTrimming implements AutoCloseable {
    /** How much of the old generation may be garbage, at least. */
    static final long GROWTH = 32L << 20;

    /** How many times as long as a full collection the time until the next is, where as much has grown as may. */
    static final int PAUSE = 50;

    /** Looked at now and then too, for collections of the JVM's own that left less. */
    private static final long INTERVAL_SECONDS = 30;

    private static final long LEAST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Garbage garbage;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(HeapTrimming::daemon);
    private long floor;
    private long lastEnded;
    private long lastDuration;

    /** What is collected. */
    interface Garbage extends AutoCloseable {
        /** Returns the bytes in use, garbage with them. */
        long used();

        /** Collects all of it. */
        void collect();

        /** Has a task run, on any thread, each time more bytes come into use than {@link #watch} said. */
        void listen(Runnable passed);

        /** Says how many bytes may be in use. */
        void watch(long bytes);
    }

    /**
     * Makes one that does not run.
     *
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    HeapTrimming(Garbage garbage, LongSupplier nanoTime) {
        this.garbage = garbage;
        this.nanoTime = nanoTime;
        this.floor = garbage.used();
        this.lastEnded = nanoTime.getAsLong();
        garbage.watch(limit());
    }

    /** Starts to look after this JVM's heap. */
    static HeapTrimming start() {
        OldGeneration old = new OldGeneration();
        HeapTrimming trimming = new HeapTrimming(old, System::nanoTime);
        old.listen(() -> trimming.timer.execute(trimming::lookUntilDone));
        trimming.timer.scheduleWithFixedDelay(
                trimming::lookUntilDone, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
        return trimming;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "dunlin-heap");
        thread.setDaemon(true);
        return thread;
    }

    private long limit() {
        return floor + allowed();
    }

    private long allowed() {
        return Math.max(GROWTH, floor / 2);
    }

    /** Looks again before it is time as things are, since it is time sooner when there is more garbage. */
    private void lookUntilDone() {
        long early = look();
        if (early > 0) {
            timer.schedule(this::lookUntilDone, Math.max(LEAST_WAIT_NANOS, early / 4), TimeUnit.NANOSECONDS);
        }
    }

    /** Collects where that is worth it; returns by how many nanoseconds it was too early for that, 0 for not at all. */
    long look() {
        long used = garbage.used();
        long early = 0;
        if (used <= limit()) {
            floor = Math.min(floor, used);
        } else {
            early = Math.max(0, lastEnded + pause(used - floor) - nanoTime.getAsLong());
            if (early == 0) {
                collect();
            }
        }
        garbage.watch(limit());
        return early;
    }

    private long pause(long garbage) {
        return (long) Math.ceil((double) PAUSE * lastDuration * allowed() / garbage);
    }

    private void collect() {
        long began = nanoTime.getAsLong();
        garbage.collect();
        lastEnded = nanoTime.getAsLong();
        lastDuration = lastEnded - began;
        floor = garbage.used();
    }

    @Override
    public void close() throws Exception {
        garbage.close();
        timer.shutdown();
    }
}
