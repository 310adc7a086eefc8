package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.memory.Region;

/**
 * What the start timestamps of an open chunk become with its next sample, worked out before the sample is appended so that
 * the block has room for both. For the writer; reused from sample to sample.
 */
final class OpenStarts {
    private final StartColumn column = new StartColumn();
    private int length;

    /** Takes the start of the first sample of a new chunk, 0 for unknown. */
    void begin(long start) {
        length = 0;
        if (start != 0) {
            column.begin(start);
            encode();
        }
    }

    /**
     * Takes the start of the next sample of an open chunk.
     *
     * @return whether {@link #write} has to follow
     */
    boolean next(Region blocks, long block, long start, long time) {
        if (start == 0 && !OpenBlockLayout.hasStarts(blocks, block)) {
            length = 0;
            return false;
        }
        OpenBlockLayout.readStarts(blocks, block, column);
        if (!column.add(time, start)) {
            length = OpenBlockLayout.startsLength(blocks, block);
            return false;
        }
        encode();
        return true;
    }

    private void encode() {
        length = StartsTail.lengthOf(column.encode(Long.MIN_VALUE));
    }

    /** Returns the bytes that the starts take at the end of a block, 0 for none. */
    int length() {
        return length;
    }

    /** Writes the starts, where there are any, to a block that has room for them. */
    void write(Region blocks, long block) {
        if (length > 0) {
            OpenBlockLayout.writeStarts(blocks, block, column.bytes(), column.encode(Long.MIN_VALUE));
        }
    }
}
