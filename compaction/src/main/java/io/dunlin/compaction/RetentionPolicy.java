package io.dunlin.compaction;

/**
 * What is kept. Zero or less means without limit.
 *
 * @param durationMillis how far before the newest block's end a block may end, in milliseconds
 * @param bytes the most bytes that all blocks may take on disk
 */
public record RetentionPolicy(long durationMillis, long bytes) {
    /** Keeps everything. */
    public static final RetentionPolicy NONE = new RetentionPolicy(0, 0);
}
