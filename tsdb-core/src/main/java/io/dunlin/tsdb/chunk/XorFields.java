package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;

/**
 * Float fields of a histogram chunk, each stored as a float chunk stores its values, with a window of its own. Reads and
 * writes, so that both sides cannot drift apart.
 */
final class XorFields {
    private static final int STATE_BYTES = Long.BYTES + 2;
    private static final int MAX_LEADING = 31;

    private final long[] values;

    /** The width of the window, 0 before there is one. */
    private final byte[] widths;

    private final byte[] trailing;

    XorFields(int count) {
        values = new long[count];
        widths = new byte[count];
        trailing = new byte[count];
    }

    double get(int field) {
        return Double.longBitsToDouble(values[field]);
    }

    void readFirst(BitReader in, int field) {
        values[field] = in.read(Long.SIZE);
    }

    void writeFirst(BitWriter out, int field, double value) {
        values[field] = Double.doubleToRawLongBits(value);
        widths[field] = 0;
        out.write(values[field], Long.SIZE);
    }

    void read(BitReader in, int field) {
        if (!in.readBit()) {
            return;
        }
        if (in.readBit()) {
            int leading = (int) in.read(5);
            int width = ((int) in.read(6) - 1 & 63) + 1;
            if (leading + width > Long.SIZE) {
                throw in.corrupt("a window of at most 64 bits", leading + width);
            }
            widths[field] = (byte) width;
            trailing[field] = (byte) (Long.SIZE - leading - width);
        }
        int width = widths[field] == 0 ? Long.SIZE : widths[field];
        values[field] ^= in.read(width) << trailing[field];
    }

    void write(BitWriter out, int field, double value) {
        long bits = Double.doubleToRawLongBits(value);
        long xor = bits ^ values[field];
        values[field] = bits;
        if (xor == 0) {
            out.write(0, 1);
            return;
        }
        int leading = Math.min(MAX_LEADING, Long.numberOfLeadingZeros(xor));
        int zeros = Long.numberOfTrailingZeros(xor);
        int width = widths[field];
        if (width > 0 && leading >= Long.SIZE - width - trailing[field] && zeros >= trailing[field]) {
            out.write(0b10, 2);
        } else {
            width = Long.SIZE - leading - zeros;
            widths[field] = (byte) width;
            trailing[field] = (byte) zeros;
            out.write(0b11L << 11 | (long) leading << 6 | width & 63, 13);
        }
        out.write(xor >>> trailing[field], width);
    }

    int stateLength() {
        return values.length * STATE_BYTES;
    }

    void save(Region region, long address) {
        for (int i = 0; i < values.length; i++) {
            long at = address + (long) i * STATE_BYTES;
            region.putLong(at, values[i]);
            region.putByte(at + Long.BYTES, widths[i]);
            region.putByte(at + Long.BYTES + 1, trailing[i]);
        }
    }

    void load(Region region, long address) {
        for (int i = 0; i < values.length; i++) {
            long at = address + (long) i * STATE_BYTES;
            values[i] = region.getLong(at);
            widths[i] = region.getByte(at + Long.BYTES);
            trailing[i] = region.getByte(at + Long.BYTES + 1);
        }
    }
}
