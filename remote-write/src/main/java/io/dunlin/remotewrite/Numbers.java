package io.dunlin.remotewrite;

import java.util.Arrays;

/** Growing arrays of numbers, reused from message to message. Not thread-safe. */
final class Numbers {
    private static final int INITIAL_CAPACITY = 32;

    private Numbers() {}

    /** Doubles. */
    static final class Doubles {
        private double[] values = new double[INITIAL_CAPACITY];
        private int size;

        void clear() {
            size = 0;
        }

        void add(double value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        double[] toArray() {
            return Arrays.copyOf(values, size);
        }

        /** Reads a repeated double whose tag has been read, packed into one field or alone. */
        void read(ProtoCursor cursor, int tag) {
            if ((tag & 7) == ProtoCursor.FIXED64) {
                add(cursor.readDouble());
                return;
            }
            int outer = cursor.enter();
            while (cursor.hasMore()) {
                add(cursor.readDouble());
            }
            cursor.leave(outer);
        }

        /** Reads a repeated sint64 of deltas whose tag has been read; adds the running sums. */
        void readDeltas(ProtoCursor cursor, int tag) {
            if ((tag & 7) == ProtoCursor.VARINT) {
                addDelta(cursor.readSigned());
                return;
            }
            int outer = cursor.enter();
            while (cursor.hasMore()) {
                addDelta(cursor.readSigned());
            }
            cursor.leave(outer);
        }

        private void addDelta(long delta) {
            add(size == 0 ? delta : values[size - 1] + delta);
        }
    }

    /** Ints. */
    static final class Ints {
        private int[] values = new int[INITIAL_CAPACITY];
        private int size;

        void clear() {
            size = 0;
        }

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
