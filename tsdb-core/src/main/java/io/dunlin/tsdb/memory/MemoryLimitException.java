package io.dunlin.tsdb.memory;

/** An allocation would pass the limit of off-heap memory. Nothing was allocated; what exists stays as it is. */
public final class MemoryLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MemoryLimitException(MemoryTag tag, long wanted, long used, long limit) {
        super("off-heap memory limit reached: wanted=" + wanted + " bytes for " + tag.description() + ", used=" + used
                + ", limit=" + limit);
    }
}
