package io.dunlin.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects the body of one request into one contiguous buffer, within the route's limit and within what the server
 * spends on bodies altogether. I/O loop only.
 */
final class RequestBody {
    /** What is set aside when a long body is announced: the rest must arrive before it costs memory. */
    private static final int FIRST_CAPACITY = 64 << 10;

    private final ByteBufAllocator allocator;
    private final AtomicLong held;
    private final long mostHeld;
    private final int limit;
    /** Null until the first byte comes. */
    private ByteBuf collected;

    /**
     * Starts with nothing.
     *
     * @param held the bytes of all bodies of the server
     * @param mostHeld what {@code held} must not pass
     * @param limit the most bytes of this body
     */
    RequestBody(ByteBufAllocator allocator, AtomicLong held, long mostHeld, int limit) {
        this.allocator = allocator;
        this.held = held;
        this.mostHeld = mostHeld;
        this.limit = limit;
    }

    /**
     * Adds a piece, which stays the caller's.
     *
     * @throws ApiException when a limit is passed
     */
    void add(ByteBuf piece) {
        int more = piece.readableBytes();
        if (more == 0) {
            return;
        }
        checkLength((long) length() + more, limit);
        if (held.addAndGet(more) > mostHeld) {
            held.addAndGet(-more);
            throw new ApiException(
                    ErrorType.OVERLOADED, "too many request bodies at once: limit=" + mostHeld + " bytes; try again");
        }
        if (collected == null) {
            collected = allocator.directBuffer(Math.min(limit, Math.max(more, FIRST_CAPACITY)), limit);
        }
        collected.writeBytes(piece);
    }

    /**
     * Checks a length that is announced or reached.
     *
     * @throws ApiException when it is over the limit
     */
    static void checkLength(long length, int limit) {
        if (length > limit) {
            throw new ApiException(ErrorType.TOO_LARGE, "request body too large: limit=" + limit + " bytes");
        }
    }

    /** Returns the collected bytes; they are released by {@link #release} only. */
    ByteBuf bytes() {
        return collected == null ? Unpooled.EMPTY_BUFFER : collected;
    }

    /** Gives everything back; called exactly once, by the I/O loop. */
    void release() {
        held.addAndGet(-length());
        if (collected != null) {
            collected.release();
        }
    }

    private int length() {
        return collected == null ? 0 : collected.writerIndex();
    }
}
