package io.dunlin.promql.operator;

/** Bits, one a step, in the layout of {@link io.dunlin.promql.batch.StepColumn#presence()}. */
final class PresenceBits {
    private PresenceBits() {}

    static long[] of(int steps) {
        return new long[(steps + Long.SIZE - 1) >>> 6];
    }

    static boolean has(long[] bits, int step) {
        return (bits[step >>> 6] & (1L << step)) != 0;
    }

    static void set(long[] bits, int step) {
        bits[step >>> 6] |= 1L << step;
    }

    static void or(long[] target, long[] more) {
        for (int i = 0; i < target.length; i++) {
            target[i] |= more[i];
        }
    }

    /** Returns whether every step of a grid is marked. */
    static boolean isFull(long[] bits, int steps) {
        int last = bits.length - 1;
        for (int i = 0; i < last; i++) {
            if (bits[i] != -1L) {
                return false;
            }
        }
        int rest = steps & 63;
        return last < 0 || bits[last] == (rest == 0 ? -1L : (1L << rest) - 1);
    }
}
