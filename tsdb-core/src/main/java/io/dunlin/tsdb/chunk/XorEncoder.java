package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Piece;
import io.dunlin.tsdb.memory.Region;

/**
 * Appends float samples to an open chunk ({@link OpenChunkLayout}) in Prometheus's XOR encoding, byte for byte as
 * Prometheus writes it. A flyweight: wrap a chunk, append, save; between wrap and save the chunk's block is out of date.
 * One thread at a time. A reader that decodes no more samples than were saved before is not disturbed: bits once written
 * do not change.
 *
 * <p>Source: Pelkonen et al., "Gorilla: A Fast, Scalable, In-Memory Time Series Database", VLDB 2015, with Prometheus's
 * bit widths.
 */
public final class XorEncoder {
    private static final int MAX_LEADING = 31;
    private static final int MAX_VALUE_BITS = 13 + Long.SIZE;

    /** Distance, length and state lie side by side and are read and written as one word. */
    private static final int LENGTH_SHIFT = (OpenChunkLayout.LENGTH - OpenChunkLayout.LAST_DELTA) * Byte.SIZE;

    private static final int STATE_SHIFT = (OpenChunkLayout.STATE - OpenChunkLayout.LAST_DELTA) * Byte.SIZE;

    private static final int COUNT = OpenChunkLayout.CHUNK + XorChunkLayout.COUNT;

    /** The open chunk's block. */
    private final Piece block = new Piece();

    private int capacity;

    private int count;
    private long lastTime;
    private long lastDelta;
    private long lastValue;
    private int leading;
    private int trailing;
    private boolean window;

    /** The next bit to write, counted from the first of the chunk. */
    private int position;

    /** The written bits of the byte at {@link #position}, at the upper end; all below are zero. */
    private long tail;

    /** Goes on with an open chunk in a block of {@code blockLength} bytes that is zero behind the chunk. */
    public XorEncoder wrap(Region region, long openChunk, int blockLength) {
        region.move(block, openChunk, blockLength);
        capacity = (blockLength - OpenChunkLayout.CHUNK) * Byte.SIZE;
        count = block.getShortBigEndian(COUNT) & XorChunkLayout.MAX_COUNT;
        lastTime = block.getLong(OpenChunkLayout.LAST_TIME);
        lastValue = block.getLong(OpenChunkLayout.LAST_VALUE);
        long packed = block.getLong(OpenChunkLayout.LAST_DELTA);
        lastDelta = (int) packed;
        int length = (int) (packed >>> LENGTH_SHIFT) & 0xFFFF;
        int state = (int) (packed >>> STATE_SHIFT);
        window = (state & OpenChunkLayout.NO_WINDOW) == 0;
        leading = state >>> OpenChunkLayout.LEADING_SHIFT & MAX_LEADING;
        trailing = state >>> OpenChunkLayout.TRAILING_SHIFT & 63;
        position = length * Byte.SIZE - (state & 7);
        tail = (position & 7) == 0 ? 0 : (long) block.getByte(OpenChunkLayout.CHUNK + (position >>> 3)) << 56;
        return this;
    }

    /** Returns the number of samples. */
    public int count() {
        return count;
    }

    /** Returns the time of the last sample in milliseconds; meaningless in an empty chunk. */
    public long lastTime() {
        return lastTime;
    }

    /** Writes back what the next {@link #wrap} needs, with the new length and count. */
    public void save() {
        int length = position + 7 >>> 3;
        int state = length * Byte.SIZE - position
                | leading << OpenChunkLayout.LEADING_SHIFT
                | trailing << OpenChunkLayout.TRAILING_SHIFT
                | (window ? 0 : OpenChunkLayout.NO_WINDOW);
        block.putLong(OpenChunkLayout.LAST_TIME, lastTime);
        block.putLong(OpenChunkLayout.LAST_VALUE, lastValue);
        block.putLong(
                OpenChunkLayout.LAST_DELTA,
                lastDelta & 0xFFFFFFFFL | (long) length << LENGTH_SHIFT | (long) state << STATE_SHIFT);
        block.putShortBigEndian(COUNT, (short) count);
    }

    /** Appends samples until one does not fit; returns how many were appended. */
    public int append(long[] times, double[] values, int from, int to) {
        int i = from;
        while (i < to && append(times[i], values[i])) {
            i++;
        }
        return i - from;
    }

    /**
     * Appends a sample, or returns false where it does not fit: the block is full, or the chunk has 65,535 samples, or the
     * distance to the last sample is over 2^31 ms. Then nothing has changed; try a longer block, and after the longest
     * begin a new chunk.
     *
     * @throws IllegalArgumentException when the time is not after the last sample's
     */
    public boolean append(long time, double value) {
        long bits = Double.doubleToRawLongBits(value);
        long delta = time - lastTime;
        if (count > 1) {
            if (delta == lastDelta
                    && bits == lastValue
                    && position + 2 <= capacity
                    && count < XorChunkLayout.MAX_COUNT) {
                advanceOverZeros(2);
                lastTime = time;
                count++;
                return true;
            }
            return appendNext(time, delta, bits);
        }
        return count == 0 ? appendFirst(time, bits) : appendSecond(time, delta, bits);
    }

    private boolean appendFirst(long time, long bits) {
        long zigzag = time << 1 ^ time >> 63;
        if (position + varintBits(zigzag) + Long.SIZE > capacity) {
            return false;
        }
        writeVarint(zigzag);
        write(bits, Long.SIZE);
        return accept(time, 0, bits);
    }

    private boolean appendSecond(long time, long delta, long bits) {
        requireLater(time, delta);
        int free = capacity - position - varintBits(delta);
        if (delta != (int) delta || free < MAX_VALUE_BITS && free < valueBits(bits ^ lastValue)) {
            return false;
        }
        writeVarint(delta);
        writeValue(0, 0, bits ^ lastValue);
        return accept(time, delta, bits);
    }

    private boolean appendNext(long time, long delta, long bits) {
        requireLater(time, delta);
        long dod = delta - lastDelta;
        int width = dodWidth(dod);
        int free = capacity - position - dodBits(width);
        if (delta != (int) delta
                || count == XorChunkLayout.MAX_COUNT
                || free < MAX_VALUE_BITS && free < valueBits(bits ^ lastValue)) {
            return false;
        }
        if (width == Long.SIZE) {
            write(0b1111, 4);
            write(dod, Long.SIZE);
            writeValue(0, 0, bits ^ lastValue);
        } else {
            writeValue(dodCode(dod, width), dodBits(width), bits ^ lastValue);
        }
        return accept(time, delta, bits);
    }

    private void requireLater(long time, long delta) {
        if (delta <= 0) {
            throw new IllegalArgumentException("samples must rise in time: time=" + time + ", last=" + lastTime);
        }
    }

    private boolean accept(long time, long delta, long bits) {
        lastTime = time;
        lastDelta = delta;
        lastValue = bits;
        count++;
        return true;
    }

    private static int varintBits(long value) {
        return Byte.SIZE * Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
    }

    private void writeVarint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            write(rest & 0x7F | 0x80, Byte.SIZE);
            rest >>>= 7;
        }
        write(rest, Byte.SIZE);
    }

    /** The ranges are lopsided on purpose: Prometheus's width of n holds −2^(n−1)+1 to 2^(n−1). */
    private static int dodWidth(long dod) {
        if (dod == 0) {
            return 0;
        }
        long magnitude = dod > 0 ? dod - 1 : -dod;
        int needed = 65 - Long.numberOfLeadingZeros(magnitude);
        return needed <= 14 ? 14 : needed <= 17 ? 17 : needed <= 20 ? 20 : Long.SIZE;
    }

    private static int dodBits(int width) {
        return width == 0 ? 1 : width + dodPrefixBits(width);
    }

    private static int dodPrefixBits(int width) {
        return width == 14 ? 2 : width == 17 ? 3 : 4;
    }

    /** Returns the {@link #dodBits} of all widths but the largest. */
    private static long dodCode(long dod, int width) {
        if (width == 0) {
            return 0;
        }
        long prefix = width == 14 ? 0b10 : width == 17 ? 0b110 : 0b1110;
        return prefix << width | dod & (1L << width) - 1;
    }

    /** Returns the bits that a value takes; asked only where the longest might not fit. */
    private int valueBits(long xor) {
        if (xor == 0) {
            return 1;
        }
        int zeros = Long.numberOfTrailingZeros(xor);
        return reusesWindow(leadingZeros(xor), zeros)
                ? 2 + Long.SIZE - leading - trailing
                : 13 + Long.SIZE - leadingZeros(xor) - zeros;
    }

    private boolean reusesWindow(int leadingZeros, int trailingZeros) {
        return window && leadingZeros >= leading && trailingZeros >= trailing;
    }

    private static int leadingZeros(long xor) {
        return Math.min(MAX_LEADING, Long.numberOfLeadingZeros(xor));
    }

    /** Writes a few bits, of which there may be none, and then a value. */
    private void writeValue(long first, int firstBits, long xor) {
        int newLeading = leadingZeros(xor);
        int newTrailing = Long.numberOfTrailingZeros(xor);
        if (xor == 0) {
            write(first << 1, firstBits + 1);
        } else if (reusesWindow(newLeading, newTrailing)) {
            writePrefixed(first << 2 | 0b10, firstBits + 2, xor >>> trailing, Long.SIZE - leading - trailing);
        } else {
            leading = newLeading;
            trailing = newTrailing;
            window = true;
            int width = Long.SIZE - newLeading - newTrailing;
            long prefix = 0b11L << 11 | (long) newLeading << 6 | width & 63;
            writePrefixed(first << 13 | prefix, firstBits + 13, xor >>> newTrailing, width);
        }
    }

    private void writePrefixed(long prefix, int prefixBits, long value, int width) {
        boolean atOnce = prefixBits + width <= Long.SIZE;
        if (!atOnce) {
            write(prefix, prefixBits);
        }
        write(atOnce ? prefix << width | value : value, atOnce ? prefixBits + width : width);
    }

    /** The block is zero behind the chunk, so zeros need no write. */
    private void advanceOverZeros(int width) {
        int used = position & 7;
        position += width;
        if (used + width >= Byte.SIZE) {
            tail = 0;
        }
    }

    /** Writes the lower {@code width} bits, 1 to 64. */
    private void write(long value, int width) {
        int at = OpenChunkLayout.CHUNK + (position >>> 3);
        int used = position & 7;
        long upper = value << Long.SIZE - width;
        long word = tail | upper >>> used;
        int end = used + width;
        store(at, word);
        position += width;
        if (end < Long.SIZE) {
            tail = word << (end & ~7);
        } else {
            tail = used == 0 ? 0 : upper << Long.SIZE - used;
            if (end > Long.SIZE) {
                block.putByte(at + Long.BYTES, (byte) (tail >>> 56));
            }
        }
    }

    /** Writes a word; where it would pass the end, what lies before that is added to the word that ends there. */
    private void store(int at, long word) {
        int last = OpenChunkLayout.CHUNK + (capacity >>> 3) - Long.BYTES;
        if (at <= last) {
            block.putLongBigEndian(at, word);
        } else {
            block.putLongBigEndian(last, block.getLongBigEndian(last) | word >>> (at - last) * Byte.SIZE);
        }
    }
}
