package io.dunlin.http;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One bounded pool of threads a workload. Threads start when needed and end when idle. Thread-safe. */
final class WorkerPools implements Workers, AutoCloseable {
    private static final int CONTROL_THREADS = 2;
    private static final int SELECT_THREADS = 8;
    private static final long IDLE_SECONDS = 30;

    private final Map<Workload, ThreadPoolExecutor> pools = new EnumMap<>(Workload.class);

    WorkerPools(ServerOptions options) {
        for (Workload workload : Workload.values()) {
            pools.put(workload, pool(workload, threads(workload, options), options.queueLength()));
        }
    }

    private static int threads(Workload workload, ServerOptions options) {
        return switch (workload) {
            case CONTROL -> CONTROL_THREADS;
            case QUERY -> options.queryThreads();
            case SELECT -> SELECT_THREADS;
            case WRITE -> options.writeThreads();
        };
    }

    private static ThreadPoolExecutor pool(Workload workload, int threads, int queueLength) {
        AtomicInteger number = new AtomicInteger();
        String prefix = "dunlin-http-" + workload.name().toLowerCase(java.util.Locale.ROOT) + "-";
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queueLength), task -> {
                    Thread thread = new Thread(task, prefix + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public boolean offer(Workload workload, Runnable task) {
        try {
            pools.get(workload).execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Returns how many tasks run. */
    int active(Workload workload) {
        return pools.get(workload).getActiveCount();
    }

    /** Returns how many tasks wait. */
    int waiting(Workload workload) {
        return pools.get(workload).getQueue().size();
    }

    /**
     * Takes no new task and waits for those there are; never interrupts one, since that would close its files.
     *
     * @return whether all have ended
     */
    boolean stop(long timeoutMillis) {
        pools.values().forEach(ThreadPoolExecutor::shutdown);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        boolean ended = true;
        try {
            for (ThreadPoolExecutor pool : pools.values()) {
                long left = Math.max(0, deadline - System.nanoTime());
                ended &= pool.awaitTermination(left, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return ended;
    }

    @Override
    public void close() {
        pools.values().forEach(ThreadPoolExecutor::shutdown);
    }
}
