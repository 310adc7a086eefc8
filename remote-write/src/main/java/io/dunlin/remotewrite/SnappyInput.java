package io.dunlin.remotewrite;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/**
 * Unpacks bodies in snappy's block format into a direct buffer that is reused from request to request. Not thread-safe.
 *
 * <p>The size that a body declares is checked before a byte is allocated for it. A buffer that a large request left
 * behind is dropped, so that one such request does not hold its memory for ever.
 */
final class SnappyInput {
    private static final int KEPT_CAPACITY = 4 << 20;
    private static final int MAX_LENGTH_BYTES = 5;

    private final int maxDecodedBytes;
    private ByteBuffer compressedCopy = ByteBuffer.allocateDirect(0);
    private ByteBuffer decoded = ByteBuffer.allocateDirect(0);

    SnappyInput(int maxDecodedBytes) {
        this.maxDecodedBytes = maxDecodedBytes;
    }

    /**
     * Unpacks a body.
     *
     * @param body the compressed bytes between position and limit; left as it is
     * @return the decoded bytes between 0 and limit, valid until the next call
     * @throws MalformedRequestException when the body is no snappy block or declares more bytes than the limit
     */
    ByteBuffer decode(ByteBuffer body) {
        int declared = declaredLength(body);
        decoded = withCapacity(decoded, declared);
        try {
            int actual = Snappy.uncompress(direct(body), decoded);
            if (actual != declared) {
                throw corrupt("declared=" + declared + " actual=" + actual);
            }
        } catch (IOException | SnappyError e) {
            throw corrupt(e.getMessage());
        }
        return decoded;
    }

    private int declaredLength(ByteBuffer body) {
        long length = 0;
        for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
            if (i >= body.remaining()) {
                throw corrupt("the body ends in its length: bytes=" + body.remaining());
            }
            byte next = body.get(body.position() + i);
            length |= (next & 0x7fL) << 7 * i;
            if (next >= 0) {
                return checked(length);
            }
        }
        throw corrupt("its length is longer than " + MAX_LENGTH_BYTES + " bytes");
    }

    private int checked(long declared) {
        if (declared > maxDecodedBytes) {
            throw new MalformedRequestException(
                    "snappy: decoded length is over the limit: declared=" + declared + " limit=" + maxDecodedBytes);
        }
        return (int) declared;
    }

    private ByteBuffer direct(ByteBuffer body) {
        if (body.isDirect()) {
            return body.duplicate();
        }
        compressedCopy = withCapacity(compressedCopy, body.remaining());
        compressedCopy.put(body.duplicate());
        return compressedCopy.flip();
    }

    private static ByteBuffer withCapacity(ByteBuffer buffer, int wanted) {
        boolean fits = buffer.capacity() >= wanted && (buffer.capacity() <= KEPT_CAPACITY || wanted > KEPT_CAPACITY);
        return fits ? buffer.clear() : ByteBuffer.allocateDirect(Math.max(wanted, Math.min(2 * wanted, KEPT_CAPACITY)));
    }

    private static MalformedRequestException corrupt(String what) {
        return new MalformedRequestException("snappy: corrupt input: " + what);
    }
}
