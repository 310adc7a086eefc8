package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.SymbolCursor;
import java.util.Arrays;

/** Walks the strings of a symbol section in the order they lie there, and checks that it is byte order. */
final class SectionSymbolCursor implements SymbolCursor {
    private final RegionInput input;
    private int left;
    private byte[] bytes = new byte[256];
    private byte[] before = new byte[256];
    private int length = -1;

    SectionSymbolCursor(RegionInput input, int count) {
        this.input = input;
        this.left = count;
    }

    @Override
    public boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        byte[] swap = before;
        before = bytes;
        bytes = swap;
        final int lengthBefore = length;
        length = input.readStringLength();
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, 2 * bytes.length)];
        }
        input.region().getBytes(input.position(), bytes, 0, length);
        input.skip(length);
        if (lengthBefore >= 0 && Arrays.compareUnsigned(before, 0, lengthBefore, bytes, 0, length) >= 0) {
            throw input.corrupt("symbols in byte order", "one that is not after the one before it");
        }
        return true;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void close() {
        left = 0;
    }
}
