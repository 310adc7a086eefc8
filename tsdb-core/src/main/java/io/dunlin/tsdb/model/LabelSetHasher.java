package io.dunlin.tsdb.model;

import java.util.Arrays;

/**
 * Computes {@link LabelSetHash} of label sets whose strings are known by numbers. The hashes of labels and strings met lately
 * are kept, since most labels of neighbouring series are the same. Used by one thread.
 */
public final class LabelSetHasher {
    private static final int MOST_KEPT = 1 << 12;

    /** Room for the different strings of one more series: memory for a query of one series is not that for thousands. */
    private static final int KEPT_PER_SERIES = 1 << 5;

    /** Values of different names lie far apart; an odd number of mixed bits. */
    private static final int SPREAD = 0x9E3779B1;

    private static final int NONE = -1;

    /** Gives the strings. */
    @FunctionalInterface
    public interface Strings {
        /** Returns the UTF-8 length of the string with a number, and copies its bytes where the array has room for them. */
        int copy(int number, byte[] into);
    }

    private final Strings strings;
    private byte[] utf8 = new byte[128];
    private final int[] numbers;
    private final long[] hashes;

    /** Labels met lately, each at a place of its own: the numbers of name and value, and what it adds to both lanes. */
    private final int[] labels;

    private final long[] labelHashes;
    private long low;
    private long high;

    private LabelSetHasher(Strings strings, int kept) {
        this.strings = strings;
        int capacity = Integer.highestOneBit(Math.max(KEPT_PER_SERIES, kept) - 1) << 1;
        this.numbers = new int[capacity];
        this.hashes = new long[LabelSetHash.LANES * capacity];
        Arrays.fill(numbers, NONE);
        int labelCapacity = Math.min(capacity, MOST_KEPT);
        this.labels = new int[2 * labelCapacity];
        this.labelHashes = new long[LabelSetHash.LANES * labelCapacity];
        Arrays.fill(labels, NONE);
    }

    /** Makes a hasher for so many series, which keeps the hashes of at most a few thousand strings. */
    public static LabelSetHasher forSeries(Strings strings, int series) {
        return new LabelSetHasher(strings, (int) Math.min(MOST_KEPT, (long) series * KEPT_PER_SERIES));
    }

    /** Makes a hasher that can keep the hashes of all strings with numbers below {@code numbers}. */
    public static LabelSetHasher forNumbersBelow(Strings strings, int numbers) {
        return new LabelSetHasher(strings, Math.max(MOST_KEPT, numbers));
    }

    /** Keeps the hash of a string that will be asked for. */
    public void put(int number, byte[] utf8, int length) {
        int slot = number & numbers.length - 1;
        hashes[LabelSetHash.LANES * slot] = LabelSetHash.string(0, utf8, length);
        hashes[LabelSetHash.LANES * slot + 1] = LabelSetHash.string(1, utf8, length);
        numbers[slot] = number;
    }

    /** Begins another label set. */
    public void clear() {
        low = 0;
        high = 0;
    }

    /** Adds a label by the numbers of its strings; labels may come in any order. */
    public void add(int name, int value) {
        int at = 2 * (name * SPREAD + value & (labels.length >> 1) - 1);
        if (labels[at] != name || labels[at + 1] != value || name == NONE) {
            keep(name, value, at);
        }
        low += labelHashes[at];
        high += labelHashes[at + 1];
    }

    private void keep(int name, int value, int at) {
        int nameAt = place(name);
        long nameLow = hashes[nameAt];
        long nameHigh = hashes[nameAt + 1];
        int valueAt = place(value);
        labelHashes[at] = LabelSetHash.label(0, nameLow, hashes[valueAt]);
        labelHashes[at + 1] = LabelSetHash.label(1, nameHigh, hashes[valueAt + 1]);
        labels[at] = name;
        labels[at + 1] = value;
    }

    private int place(int number) {
        int slot = number & numbers.length - 1;
        if (numbers[slot] != number || number == NONE) {
            int length = strings.copy(number, utf8);
            if (length > utf8.length) {
                utf8 = new byte[2 * length];
                length = strings.copy(number, utf8);
            }
            put(number, utf8, length);
        }
        return LabelSetHash.LANES * slot;
    }

    /** Writes the hash of the label set to a series' place in an array of {@link LabelSetHash#LANES} longs a series. */
    public void write(long[] into, int series) {
        into[LabelSetHash.LANES * series] = low;
        into[LabelSetHash.LANES * series + 1] = high;
    }
}
