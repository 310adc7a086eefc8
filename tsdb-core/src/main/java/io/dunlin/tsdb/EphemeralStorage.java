package io.dunlin.tsdb;

import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.head.HeadOptions;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.View;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * A database without files: the head of a {@link Tsdb} alone, all of it in memory outside the Java heap. Nothing outlives
 * {@link #close}. Thread-safe.
 */
public final class EphemeralStorage implements Storage {
    private final OffHeap memory;
    private final Head head;

    private EphemeralStorage(OffHeap memory, Head head) {
        this.memory = memory;
        this.head = head;
    }

    /**
     * Opens an empty database.
     *
     * @param window how far back a new sample may lie, at least: twice that is one epoch of the head
     * @param memoryLimit the most bytes outside the Java heap
     * @param clock the time of day, which samples may not be far ahead of
     * @throws io.dunlin.tsdb.memory.MissingJvmOptionException when the JVM was started without an option that off-heap
     *     memory needs
     */
    public static EphemeralStorage open(Duration window, long memoryLimit, InstantSource clock) {
        OffHeap memory = OffHeap.withLimit(memoryLimit);
        HeadOptions options = HeadOptions.of(2 * window.toMillis()).withClock(clock);
        return new EphemeralStorage(memory, Head.withoutLog(memory, options));
    }

    @Override
    public Appender appender() {
        return head.appender();
    }

    @Override
    public View view() {
        return new MergedView(head.view(), List.of());
    }

    /** Returns the account of the memory outside the Java heap. */
    public OffHeap memory() {
        return memory;
    }

    /** Frees all memory. No appender or view may be in use. */
    @Override
    public void close() {
        head.close();
    }
}
