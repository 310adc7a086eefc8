package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;

/**
 * The start timestamps of samples of one series, kept beside their chunks: runs of samples that share one. A run holds from
 * a time on until the next begins; it speaks of samples by their time alone, so it stays right when chunks are cut, trimmed
 * or joined. What lies before the first run, or in a run whose start is 0, has no known start. Times and starts are Unix
 * milliseconds. Reused from series to series; one thread at a time.
 *
 * <p>Encoded as {@code FORMAT.md} beside this class says: a counter that was never reset takes 7 bytes, a sample that
 * begins where the one before it ended takes 2.
 */
public final class StartColumn {
    private static final int MOST_BYTES_A_NUMBER = 10;
    private static final int MOST_BYTES_A_RUN = 2 * MOST_BYTES_A_NUMBER;

    /** Where a run begins that has no run before it and holds for all samples up to the next. */
    private static final long ALWAYS = Long.MIN_VALUE;

    private long[] from = new long[4];
    private long[] starts = new long[4];
    private int size;
    private byte[] encoded = new byte[2 * MOST_BYTES_A_RUN];

    /** The place of the next byte while decoding. */
    private long position;

    /** Forgets all runs: no sample has a known start. */
    public void clear() {
        size = 0;
    }

    /** Returns whether no sample has a known start. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Begins anew with the start of all samples up to the next that is added. */
    public void begin(long start) {
        size = 0;
        if (start != 0) {
            put(ALWAYS, start);
        }
    }

    /**
     * Adds the start of the sample at a time that is later than those of all samples spoken of before; 0 for unknown. Runs
     * that were to begin then or later are of samples that never came, and go.
     *
     * @return whether the runs changed
     */
    public boolean add(long time, long start) {
        int kept = size;
        while (kept > 0 && from[kept - 1] >= time) {
            kept--;
        }
        boolean goesOn = start == (kept == 0 ? 0 : starts[kept - 1]);
        if (goesOn && kept == size) {
            return false;
        }
        size = kept;
        if (!goesOn) {
            put(time, start);
        }
        return true;
    }

    /** Adds what another column says of samples with {@code first <= t <= last}, which are later than those before. */
    public void addAll(StartColumn other, long first, long last) {
        int run = other.runAt(first);
        add(first, run < 0 ? 0 : other.starts[run]);
        for (run++; run < other.size && other.from[run] <= last; run++) {
            add(other.from[run], other.starts[run]);
        }
    }

    /** Takes the starts of samples in place of what was here. */
    public void collect(SampleBuffer samples, int first, int end) {
        size = 0;
        long[] known = samples.startTimes();
        if (known != null) {
            for (int i = first; i < end; i++) {
                add(samples.times()[i], known[i]);
            }
        }
    }

    /** Gives the samples at {@code first} and behind their starts. */
    public void apply(SampleBuffer samples, int first) {
        if (size == 0 || first == samples.size()) {
            return;
        }
        long[] times = samples.times();
        int run = runAt(times[first]);
        for (int i = first; i < samples.size(); i++) {
            while (run + 1 < size && from[run + 1] <= times[i]) {
                run++;
            }
            if (run >= 0 && starts[run] != 0) {
                samples.startTime(i, starts[run]);
            }
        }
    }

    /** Returns the run that a sample is in, -1 where it is before the first. */
    private int runAt(long time) {
        int found = Arrays.binarySearch(from, 0, size, time);
        return found >= 0 ? found : -found - 2;
    }

    private void put(long time, long start) {
        if (size == from.length) {
            from = Arrays.copyOf(from, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size);
        }
        from[size] = time;
        starts[size++] = start;
    }

    /**
     * Encodes the runs into {@link #bytes()}.
     *
     * @param firstTime the time of the first sample spoken of: a run from then or earlier is one that has always been
     * @return how many bytes they take, 0 for none
     */
    public int encode(long firstTime) {
        if (size == 0) {
            return 0;
        }
        if (encoded.length < size * MOST_BYTES_A_RUN) {
            encoded = new byte[2 * size * MOST_BYTES_A_RUN];
        }
        boolean always = from[0] <= firstTime;
        int at = putVarint(starts[0], 0);
        at = putUvarint(always ? 0 : zigzag(from[0]) + 1, at);
        long anchor = always ? starts[0] : from[0];
        long gap = 0;
        long step = 0;
        for (int i = 1; i < size; i++) {
            long nextGap = from[i] - anchor;
            long nextStep = starts[i] - starts[i - 1];
            at = putVarint(nextGap - gap, at);
            at = putVarint(nextStep - step, at);
            anchor = from[i];
            gap = nextGap;
            step = nextStep;
        }
        return at;
    }

    /** Returns what {@link #encode} wrote, from 0 on; valid until it is called again. */
    public byte[] bytes() {
        return encoded;
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> Long.SIZE - 1;
    }

    private int putVarint(long value, int at) {
        return putUvarint(zigzag(value), at);
    }

    private int putUvarint(long value, int at) {
        int next = at;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            encoded[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        encoded[next++] = (byte) rest;
        return next;
    }

    /**
     * Reads encoded runs in place of what was here.
     *
     * @throws CorruptDataException when the bytes are no such runs; the column is then empty
     */
    public void decode(Region region, long address, int length) {
        size = 0;
        position = address;
        long end = address + length;
        if (length == 0) {
            return;
        }
        long start = readVarint(region, end);
        long since = readUvarint(region, end);
        put(since == 0 ? ALWAYS : unzigzag(since - 1), start);
        long anchor = since == 0 ? start : from[0];
        long gap = 0;
        long step = 0;
        while (position < end) {
            gap += readVarint(region, end);
            step += readVarint(region, end);
            anchor += gap;
            if (anchor <= from[size - 1]) {
                throw corrupt(region, "runs that rise in time", anchor);
            }
            put(anchor, starts[size - 1] + step);
        }
    }

    private long readVarint(Region region, long end) {
        return unzigzag(readUvarint(region, end));
    }

    private static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    private long readUvarint(Region region, long end) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE && position < end; shift += 7) {
            byte next = region.getByte(position++);
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw corrupt(region, "a number of at most " + MOST_BYTES_A_NUMBER + " bytes before " + end, position);
    }

    private CorruptDataException corrupt(Region region, String expected, long actual) {
        size = 0;
        return new CorruptDataException(region.name(), position, expected, actual);
    }
}
