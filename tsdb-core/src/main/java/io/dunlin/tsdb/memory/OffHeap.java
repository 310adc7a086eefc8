package io.dunlin.tsdb.memory;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The off-heap memory of one database: counts its bytes by {@link MemoryTag}, holds the limit, and opens the {@link
 * MemoryScope scopes} that own memory. Thread-safe.
 */
public final class OffHeap {
    private static final MemoryTag[] TAGS = MemoryTag.values();
    private static final AtomicLongArray PROCESS_BYTES = new AtomicLongArray(TAGS.length);

    private final AtomicLongArray bytes = new AtomicLongArray(TAGS.length);
    private final AtomicLong anonymousBytes = new AtomicLong();
    private final long limit;
    private final boolean poison;

    private OffHeap(long limit, boolean poison) {
        if (limit <= 0) {
            throw new IllegalArgumentException("the memory limit must be positive: limit=" + limit);
        }
        RawMemory.requireAccess();
        this.limit = limit;
        this.poison = poison;
    }

    /**
     * Makes an account with a limit of anonymous bytes.
     *
     * @throws MissingJvmOptionException when the JVM was started without an option that off-heap memory needs
     */
    public static OffHeap withLimit(long limit) {
        return new OffHeap(limit, false);
    }

    /** As {@link #withLimit}; memory is overwritten with {@link MemoryScope#POISON} before it is freed. For tests. */
    public static OffHeap poisoning(long limit) {
        return new OffHeap(limit, true);
    }

    /** Opens a scope; {@code name} appears in messages. */
    public MemoryScope openScope(String name) {
        return new MemoryScope(this, name);
    }

    /** Returns the bytes held under a tag. */
    public long bytes(MemoryTag tag) {
        return bytes.get(tag.ordinal());
    }

    /** Returns the bytes held under all tags but those of mapped files. */
    public long anonymousBytes() {
        return anonymousBytes.get();
    }

    /** Returns the most anonymous bytes that may be held. */
    public long limit() {
        return limit;
    }

    /** Returns the bytes that all databases of this process hold under a tag. */
    public static long processBytes(MemoryTag tag) {
        return PROCESS_BYTES.get(tag.ordinal());
    }

    boolean poisons() {
        return poison;
    }

    void reserve(MemoryTag tag, long count) {
        if (tag.isAnonymous()) {
            long used = anonymousBytes.addAndGet(count);
            if (used > limit) {
                anonymousBytes.addAndGet(-count);
                throw new MemoryLimitException(tag, count, used - count, limit);
            }
        }
        bytes.addAndGet(tag.ordinal(), count);
        PROCESS_BYTES.addAndGet(tag.ordinal(), count);
    }

    void release(MemoryTag tag, long count) {
        if (tag.isAnonymous()) {
            anonymousBytes.addAndGet(-count);
        }
        bytes.addAndGet(tag.ordinal(), -count);
        PROCESS_BYTES.addAndGet(tag.ordinal(), -count);
    }
}
