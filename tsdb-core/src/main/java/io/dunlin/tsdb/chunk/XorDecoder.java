package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Span;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads whole XOR chunks ({@link XorChunkLayout}) into arrays. Bit buffer, time and value are locals, the chunk is read 64
 * bits at a time and never past its end, and a run of samples that repeat distance and value, two zero bits each, is found
 * by counting zeros. Samples at equal distances are decoded by a loop of their own, {@link RegularSamples}.
 */
public final class XorDecoder {
    /** The most bits of a sample before its value's payload, but for the rare delta of delta of 64 bits. */
    private static final int COMMON_BITS = 4 + 20 + 13;

    private static final int MAX_VARINT_LENGTH = 10;

    /** The width of a delta of delta behind one, two and three one bits, in bytes 1, 2 and 3. */
    private static final int DOD_WIDTHS = 14 << 8 | 17 << 16 | 20 << 24;

    private XorDecoder() {}

    /**
     * Decodes a chunk into {@code times} and {@code values} from index {@code from} on; both have room for its samples.
     *
     * @throws CorruptDataException when the bits do not make that many samples
     */
    public static void decode(EncodedChunk chunk, long[] times, double[] values, int from) {
        int count = chunk.count();
        if (count == 0) {
            return;
        }
        Objects.checkFromIndexSize(from, count, Math.min(times.length, values.length));
        int length = chunk.length();
        Span span = chunk.region().span(chunk.address(), length);
        int at = XorChunkLayout.BITS;
        int varint = varintLength(chunk, span, at);
        long zigzag = varint(span, at, varint);
        at += varint;
        if (length - at < Long.BYTES) {
            throw chunk.corrupt(chunk.address() + at, "the first value", "end of chunk");
        }
        times[from] = zigzag >>> 1 ^ -(zigzag & 1);
        values[from] = Double.longBitsToDouble(span.getLongBigEndian(at));
        at += Long.BYTES;
        if (count > 1) {
            varint = varintLength(chunk, span, at);
            long delta = varint(span, at, varint);
            at += varint;
            int repeats = word(span, at, length) == 0 ? repeats(span, at, length, count - 1) : 0;
            repeat(delta, times, values, from, repeats);
            int next = from + 1 + repeats;
            int position = at * Byte.SIZE - 1 + 2 * repeats;
            if (repeats == count - 1) {
                requireWithin(chunk, position);
            } else {
                // The second sample has no delta of delta: a zero bit put in front makes it like the others, and a
                // later one begins with one here. In a method of their own these lines cost a quarter: C2 then spills
                // the loop.
                long end = RegularSamples.decode(chunk, position, values, next, from + count);
                int after = next + RegularSamples.count(end);
                long time = times[next - 1];
                for (int i = next; i < after; i++) {
                    time += delta;
                    times[i] = time;
                }
                if (after < from + count) {
                    times[after] = time + delta;
                    decodeRest(chunk, end, times, values, after, from + count);
                } else {
                    requireWithin(chunk, RegularSamples.position(end));
                }
            }
        }
    }

    /**
     * Counts the samples behind the first that repeat distance and value, word by word: for idle series. Short runs are found
     * as fast among the other samples.
     *
     * @param most how many there are; if it is not all of them, the last is left for {@link RegularSamples}
     */
    private static int repeats(Span span, int start, int length, int most) {
        int zeros = 0;
        int more = Long.SIZE;
        while (more == Long.SIZE && zeros < 2 * most) {
            more = Long.numberOfLeadingZeros(word(span, start + (zeros >>> 3), length));
            zeros += more;
        }
        int repeats = zeros + 1 >> 1;
        return repeats >= most ? most : repeats - 1;
    }

    private static void repeat(long delta, long[] times, double[] values, int from, int repeats) {
        Arrays.fill(values, from + 1, from + 1 + repeats, values[from]);
        long time = times[from];
        for (int i = from + 1; i <= from + repeats; i++) {
            time += delta;
            times[i] = time;
        }
    }

    private static int varintLength(EncodedChunk chunk, Span span, int at) {
        int most = Math.min(MAX_VARINT_LENGTH, chunk.length() - at);
        for (int i = 0; i < most; i++) {
            if (span.getByte(at + i) >= 0) {
                return i + 1;
            }
        }
        throw chunk.corrupt(chunk.address() + at, "a varint of at most 10 bytes", "none");
    }

    private static long varint(Span span, int at, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (span.getByte(at + i) & 0x7FL) << 7 * i;
        }
        return value;
    }

    /**
     * Decodes all other samples in one loop, since its state must stay in registers.
     *
     * <p>{@code bits} holds the next {@code valid} bits at its upper end, zeros below them and behind the end of the chunk;
     * {@code loaded - valid} is the number of bits read.
     *
     * @param end where the regular samples end; where there are none, the first bit is taken for zero
     * @param times up to {@code from}, whose time is as it would be at the distance of the sample before
     */
    private static void decodeRest(EncodedChunk chunk, long end, long[] times, double[] values, int from, int to) {
        Span span = chunk.region().span(chunk.address(), chunk.length());
        int length = chunk.length();
        int position = RegularSamples.position(end);
        long mask = RegularSamples.count(end) == 0 ? Long.MAX_VALUE : -1L;
        long bits = wordAtBit(span, position, length) & mask;
        int valid = Long.SIZE;
        int loaded = position + valid;
        long time = times[from - 1];
        long delta = times[from] - time;
        long value = Double.doubleToRawLongBits(values[from - 1]);
        int trailing = RegularSamples.trailing(end);
        int width = RegularSamples.width(end);
        int damage = 0;
        int i = from;
        while (i < to) {
            if (valid < COMMON_BITS) {
                int read = loaded - valid;
                bits = word(span, read >>> 3, length) << (read & 7);
                valid = Long.SIZE - (read & 7);
                loaded = read + valid;
            }
            if (bits >>> 62 == 0) {
                int repeats = Math.min(Math.min(Long.numberOfLeadingZeros(bits), valid) >> 1, to - i);
                double same = Double.longBitsToDouble(value);
                for (int stop = i + repeats; i < stop; i++) {
                    time += delta;
                    times[i] = time;
                    values[i] = same;
                }
                bits = bits << 2 * repeats - 1 << 1;
                valid -= 2 * repeats;
                continue;
            }
            if (bits >= 0) {
                bits <<= 1;
                valid -= 1;
            } else if (bits << 1 >= 0) {
                delta += signed(bits << 2 >>> 50, 14);
                bits <<= 16;
                valid -= 16;
            } else {
                int ones = Long.numberOfLeadingZeros(~bits);
                if (ones < 4) {
                    int dodWidth = DOD_WIDTHS >>> 8 * ones & 0xFF;
                    delta += signed(bits << ones + 1 >>> -dodWidth, dodWidth);
                    bits <<= ones + 1 + dodWidth;
                    valid -= ones + 1 + dodWidth;
                } else {
                    int read = loaded - valid + 4;
                    delta += wordAtBit(span, read, length);
                    bits = wordAtBit(span, read + Long.SIZE, length);
                    valid = Long.SIZE;
                    loaded = read + 2 * Long.SIZE;
                }
            }
            if (bits >= 0) {
                bits <<= 1;
                valid -= 1;
            } else {
                if (bits << 1 >= 0) {
                    bits <<= 2;
                    valid -= 2;
                } else {
                    width = ((int) (bits >>> 51) - 1 & 63) + 1;
                    trailing = Long.SIZE - width - ((int) (bits >>> 57) & 31);
                    damage |= trailing;
                    bits <<= 13;
                    valid -= 13;
                }
                if (valid < width) {
                    bits = wordAtBit(span, loaded - valid, length);
                    loaded += Long.SIZE - valid;
                    valid = Long.SIZE;
                }
                value ^= bits >>> -width << trailing;
                bits = bits << width - 1 << 1;
                valid -= width;
            }
            time += delta;
            times[i] = time;
            values[i] = Double.longBitsToDouble(value);
            i++;
        }
        requireWithin(chunk, damage < 0 ? Integer.MAX_VALUE : loaded - valid);
    }

    private static void requireWithin(EncodedChunk chunk, int end) {
        if (end > chunk.length() << 3) {
            throw chunk.corrupt(chunk.address(), chunk.count() + " samples", "bits that are no such chunk");
        }
    }

    /** Reads a delta of delta: values above half of the range, without the half itself, are negative. */
    private static long signed(long raw, int width) {
        long half = 1L << width - 1;
        return (raw + half - 1 & 2 * half - 1) - (half - 1);
    }

    /** Returns 8 bytes, with zeros for those behind the end of the chunk. The chunk has more than 8. */
    private static long word(Span span, int at, int length) {
        int left = length - at;
        if (left >= Long.BYTES) {
            return span.getLongBigEndian(at);
        }
        return left <= 0 ? 0 : span.getLongBigEndian(length - Long.BYTES) << -8 * left;
    }

    /** Returns the 64 bits that begin at a bit, with zeros for those behind the end of the chunk. */
    private static long wordAtBit(Span span, int bit, int length) {
        int at = bit >>> 3;
        int skip = bit & 7;
        long upper = word(span, at, length) << skip;
        return skip == 0 ? upper : upper | word(span, at + Long.BYTES, length) >>> -skip;
    }
}
