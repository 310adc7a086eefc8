package io.dunlin.gpu;

import io.dunlin.gpu.nvml.ThreadEnd;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Scrapes that wait to be stored, and the thread that stores them: a disk that takes longer than the interval to sync delays
 * samples and costs none. Allocates no more snapshots than have ever waited at once. Filled by one thread.
 */
final class WaitingScrapes implements SnapshotSink {
    private static final int MOST = 256;

    private final ScrapeWriter writer;
    private final OneToOneConcurrentArrayQueue<GpuSnapshot> waiting = new OneToOneConcurrentArrayQueue<>(MOST);
    private final OneToOneConcurrentArrayQueue<GpuSnapshot> free = new OneToOneConcurrentArrayQueue<>(MOST);
    private final Thread thread = new Thread(this::run, "dunlin-gpu-store");
    private int made;
    private volatile boolean stopping;

    WaitingScrapes(ScrapeWriter writer) {
        this.writer = writer;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public GpuSnapshot take() {
        GpuSnapshot used = free.poll();
        if (used != null || made == MOST) {
            return used;
        }
        made++;
        return new GpuSnapshot();
    }

    @Override
    public void put(GpuSnapshot snapshot) {
        waiting.add(snapshot);
        LockSupport.unpark(thread);
    }

    private void run() {
        while (true) {
            boolean last = stopping;
            for (GpuSnapshot next = waiting.poll(); next != null; next = waiting.poll()) {
                writer.store(next);
                free.add(next);
            }
            if (last) {
                return;
            }
            if (!stopping) {
                LockSupport.park(this);
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        ThreadEnd.await(thread);
    }
}
