package io.dunlin.remotewrite;

import io.dunlin.tsdb.memory.Span;
import org.agrona.DirectBuffer;

/**
 * Reads protobuf fields from a buffer, one after the other. Nested messages are entered and left on the same cursor, so
 * a walk makes no objects. Every read is checked against the end of the innermost message. Not thread-safe.
 *
 * <p>Source: the protobuf encoding specification. Groups (wire types 3 and 4), which no message here has, are refused.
 */
final class ProtoCursor {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;
    static final int FIXED32 = 5;

    private static final int SMALLEST_TAG = tag(1, VARINT);
    private static final int MAX_VARINT_LENGTH = 10;

    private Span bytes;
    private int position;
    private int limit;

    /** Returns the tag of a field: its number and wire type as they stand in the message. */
    static int tag(int field, int wireType) {
        return field << 3 | wireType;
    }

    /** Starts at the first byte of a message. */
    void wrap(DirectBuffer source, int offset, int length) {
        bytes = Span.of(source, 0, offset + length);
        position = offset;
        limit = offset + length;
    }

    /** Starts at the first byte of a message that is within the bytes of another cursor. */
    void wrap(ProtoCursor outer, int offset, int length) {
        bytes = outer.bytes;
        position = offset;
        limit = offset + length;
    }

    int position() {
        return position;
    }

    /** Returns whether the innermost message has another field. */
    boolean hasMore() {
        return position < limit;
    }

    /** Returns where the innermost message ends. */
    int limit() {
        return limit;
    }

    /** Reads the length of a nested message and makes it the innermost; returns what {@link #leave} needs. */
    int enter() {
        return enter(readLength());
    }

    /** Makes the next {@code length} bytes, which are within the message, the innermost message. */
    int enter(int length) {
        int outer = limit;
        limit = position + length;
        return outer;
    }

    /** Ends the nested message that {@link #enter} began, wherever in it the cursor stands. */
    void leave(int outer) {
        position = limit;
        limit = outer;
    }

    /** Goes back to where the cursor stood in the innermost message. */
    void goBack(int earlier) {
        position = earlier;
    }

    /** Reads the tag of the next field. */
    int readTag() {
        if (position < limit) {
            byte first = bytes.getByte(position);
            if (first >= SMALLEST_TAG) {
                position++;
                return first;
            }
        }
        return readLongTag();
    }

    private int readLongTag() {
        long tag = readVarint();
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw malformed("no field has this tag: tag=" + Long.toUnsignedString(tag));
        }
        return (int) tag;
    }

    long readVarint() {
        if (position < limit) {
            byte first = bytes.getByte(position);
            if (first >= 0) {
                position++;
                return first;
            }
        }
        return readLongVarint();
    }

    private long readLongVarint() {
        long value = 0;
        int end = Math.min(limit, position + MAX_VARINT_LENGTH);
        int shift = 0;
        for (int at = position; at < end; at++, shift += 7) {
            byte next = bytes.getByte(at);
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                position = at + 1;
                return value;
            }
        }
        throw malformed(
                shift == 7 * MAX_VARINT_LENGTH ? "a varint is longer than 10 bytes" : "the message ends in a varint");
    }

    /** Reads a zigzag-encoded number. */
    long readSigned() {
        long raw = readVarint();
        return raw >>> 1 ^ -(raw & 1);
    }

    double readDouble() {
        need(Double.BYTES);
        double value = Double.longBitsToDouble(bytes.getLong(position));
        position += Double.BYTES;
        return value;
    }

    /** Reads the length of a string or message and checks that so many bytes follow. */
    int readLength() {
        long length = readVarint();
        if (length < 0 || length > limit - position) {
            throw malformed("a field is longer than its message: length=" + Long.toUnsignedString(length) + " left="
                    + (limit - position));
        }
        return (int) length;
    }

    /** Passes over a string or message whose length comes next. */
    void skipLengthDelimited() {
        int length = readLength();
        position += length;
    }

    /**
     * Passes over as many fields with this tag as follow each other, as long as tag and length take one byte each. What
     * remains is for the ordinary calls: this only makes the usual case fast.
     */
    void skipRun(int tag) {
        int at = position;
        while (limit - at >= 2 && bytes.getByte(at) == tag) {
            int length = bytes.getByte(at + 1);
            if (length < 0 || length > limit - at - 2) {
                break;
            }
            at += 2 + length;
        }
        position = at;
    }

    /** Returns whether all fields that are left are whole and have this tag. Leaves the cursor where it ends. */
    boolean hasOnly(int tag) {
        skipRun(tag);
        try {
            while (hasMore() && readTag() == tag) {
                skipLengthDelimited();
                skipRun(tag);
            }
        } catch (MalformedRequestException e) {
            return false;
        }
        return !hasMore();
    }

    /** Returns the eight bytes at a position, little-endian. */
    long peekLong(int at) {
        return bytes.getLong(at);
    }

    /** Copies out a string or message whose length comes next. */
    byte[] readBytes() {
        byte[] copy = new byte[readLength()];
        bytes.getBytes(position, copy);
        position += copy.length;
        return copy;
    }

    /**
     * Passes over a field that the caller does not read.
     *
     * @param knownFields one bit for each field number that the message defines: such a field got here only because its
     *     wire type is wrong
     */
    void skipUnknown(int tag, long knownFields) {
        int field = tag >>> 3;
        int wireType = tag & 7;
        if (field < Long.SIZE && (knownFields >>> field & 1) != 0) {
            throw malformed("a field has the wrong wire type: field=" + field + " wireType=" + wireType);
        }
        skip(tag);
    }

    /** Passes over a field, whatever it is. */
    void skip(int tag) {
        switch (tag & 7) {
            case VARINT -> readVarint();
            case FIXED64 -> skipFixed(Long.BYTES);
            case LENGTH_DELIMITED -> skipLengthDelimited();
            case FIXED32 -> skipFixed(Integer.BYTES);
            default -> throw malformed("unknown wire type: field=" + (tag >>> 3) + " wireType=" + (tag & 7));
        }
    }

    private void skipFixed(int bytes) {
        need(bytes);
        position += bytes;
    }

    private void need(int bytes) {
        if (limit - position < bytes) {
            throw malformed("the message ends in a number: wanted=" + bytes + " left=" + (limit - position));
        }
    }

    MalformedRequestException malformed(String what) {
        return new MalformedRequestException("malformed protobuf at byte " + position + ": " + what);
    }
}
