package io.dunlin.server;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps garbage from piling up in the old generation. A JVM grows its heap to the limit rather than collect it, because it
 * does not know that the memory is wanted by others; here little on the heap lives, so a full collection costs some tens of
 * milliseconds and gives back what the runs and blocks of the last minutes left behind. It happens when the old generation
 * has grown by {@value #GROWTH} bytes since the last one, at most twice a minute: a large query pays a few of them, a server
 * at rest none. Does nothing under a collector that has no old generation.
 */
final class HeapTrimming implements AutoCloseable {
    /** How much of the old generation may be garbage. */
    static final long GROWTH = 32L << 20;

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final LongSupplier oldBytes;
    private final Runnable collection;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(HeapTrimming::daemon);
    private long floor;

    /**
     * Makes one that does not run.
     *
     * @param oldBytes gives the bytes in use in the old generation
     * @param collection collects all garbage
     */
    HeapTrimming(LongSupplier oldBytes, Runnable collection) {
        this.oldBytes = oldBytes;
        this.collection = collection;
        this.floor = oldBytes.getAsLong();
    }

    /** Starts to look after this JVM's heap. */
    // Asking for a collection is what this is for.
    @SuppressWarnings("PMD.DoNotCallGarbageCollectionExplicitly")
    static HeapTrimming start() {
        Optional<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool ->
                        pool.getName().equals("Tenured Gen") || pool.getName().endsWith("Old Gen"))
                .findFirst();
        HeapTrimming trimming = new HeapTrimming(
                () -> old.map(MemoryPoolMXBean::getUsage)
                        .map(MemoryUsage::getUsed)
                        .orElse(0L),
                System::gc);
        trimming.timer.scheduleWithFixedDelay(
                trimming::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return trimming;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "dunlin-heap");
        thread.setDaemon(true);
        return thread;
    }

    /** Collects where that is worth it. */
    void look() {
        long used = oldBytes.getAsLong();
        if (used - floor > GROWTH) {
            collection.run();
            floor = oldBytes.getAsLong();
        } else {
            floor = Math.min(floor, used);
        }
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
