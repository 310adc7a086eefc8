package io.dunlin.bench.load;

import java.io.IOException;

/**
 * Encoded requests in lanes. A series is always in the same lane, so lanes can be sent side by side and each series still
 * gets its samples in order. Thread-safe; a lane is not.
 */
@FunctionalInterface
public interface RequestSource {
    /** Opens the {@code lane}-th of so many lanes, from 0. */
    Lane open(int lane, int lanes) throws IOException;

    /** The requests of one lane in their order. */
    interface Lane extends AutoCloseable {
        /** Returns the next request, or null at the end. */
        EncodedRequest next() throws IOException;

        @Override
        default void close() throws IOException {
            // A lane that holds no file has nothing to close.
        }
    }
}
