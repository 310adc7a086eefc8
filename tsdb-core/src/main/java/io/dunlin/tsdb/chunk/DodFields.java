package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.memory.Region;

/**
 * Whole-number fields of a histogram chunk: of each sample but the first, the change of the difference to the sample before
 * is stored. Reads and writes, so that both sides cannot drift apart.
 */
final class DodFields {
    private static final int STATE_BYTES = 2 * Long.BYTES;

    private final long[] values;
    private final long[] deltas;

    DodFields(int count) {
        values = new long[count];
        deltas = new long[count];
    }

    long get(int field) {
        return values[field];
    }

    /** Sets the value of the first sample. */
    void start(int field, long value) {
        values[field] = value;
        deltas[field] = 0;
    }

    void read(BitReader in, int field) {
        deltas[field] += in.readSigned();
        values[field] += deltas[field];
    }

    void write(BitWriter out, int field, long value) {
        long delta = value - values[field];
        out.writeSigned(delta - deltas[field]);
        deltas[field] = delta;
        values[field] = value;
    }

    int stateLength() {
        return values.length * STATE_BYTES;
    }

    void save(Region region, long address) {
        for (int i = 0; i < values.length; i++) {
            region.putLong(address + (long) i * STATE_BYTES, values[i]);
            region.putLong(address + (long) i * STATE_BYTES + Long.BYTES, deltas[i]);
        }
    }

    void load(Region region, long address) {
        for (int i = 0; i < values.length; i++) {
            values[i] = region.getLong(address + (long) i * STATE_BYTES);
            deltas[i] = region.getLong(address + (long) i * STATE_BYTES + Long.BYTES);
        }
    }
}
