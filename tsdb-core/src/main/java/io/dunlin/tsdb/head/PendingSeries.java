package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.Hash128;
import io.dunlin.tsdb.index.IdentityTable;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * The series that one request will create, as canonical encodings with their hashes, and the other encodings by which the
 * sender calls them. Numbered from 0; found by hash, since a request may name a new series more than once.
 */
final class PendingSeries {
    private static final int NONE = -1;

    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(1024);
    private int used;
    private int count;
    private int[] offsets = new int[16];
    private long[] lows = new long[16];
    private long[] highs = new long[16];
    private int[] slots = newSlots(32);

    private int aliasCount;
    private long[] aliasLows = new long[8];
    private long[] aliasHighs = new long[8];
    private long[] aliasSeries = new long[8];

    private static int[] newSlots(int capacity) {
        int[] slots = new int[capacity];
        Arrays.fill(slots, NONE);
        return slots;
    }

    /** Forgets all series and aliases. */
    void clear() {
        if (count > 0) {
            Arrays.fill(slots, NONE);
        }
        used = 0;
        count = 0;
        aliasCount = 0;
    }

    /** Returns the number of a series by its hash, or -1. */
    int find(Hash128 identity) {
        int mask = slots.length - 1;
        int at = (int) identity.low & mask;
        while (slots[at] != NONE) {
            if (lows[slots[at]] == identity.low && highs[slots[at]] == identity.high) {
                return slots[at];
            }
            at = at + 1 & mask;
        }
        return NONE;
    }

    /** Adds a series that is not there; returns its number. */
    int add(DirectBuffer source, int offset, int length, Hash128 identity) {
        if (count + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * offsets.length);
            lows = Arrays.copyOf(lows, 2 * lows.length);
            highs = Arrays.copyOf(highs, 2 * highs.length);
        }
        bytes.putBytes(used, source, offset, length);
        used += length;
        lows[count] = identity.low;
        highs[count] = identity.high;
        offsets[count + 1] = used;
        count++;
        if (2 * count > slots.length) {
            slots = newSlots(2 * slots.length);
            for (int number = 0; number < count; number++) {
                place(number);
            }
        } else {
            place(count - 1);
        }
        return count - 1;
    }

    private void place(int number) {
        int mask = slots.length - 1;
        int at = (int) lows[number] & mask;
        while (slots[at] != NONE) {
            at = at + 1 & mask;
        }
        slots[at] = number;
    }

    /** Notes that a series, pending or not, is also called by another encoding. */
    void addAlias(long low, long high, long series) {
        if (aliasCount == aliasLows.length) {
            aliasLows = Arrays.copyOf(aliasLows, 2 * aliasCount);
            aliasHighs = Arrays.copyOf(aliasHighs, 2 * aliasCount);
            aliasSeries = Arrays.copyOf(aliasSeries, 2 * aliasCount);
        }
        aliasLows[aliasCount] = low;
        aliasHighs[aliasCount] = high;
        aliasSeries[aliasCount] = series;
        aliasCount++;
    }

    /** Returns the number of series. */
    int count() {
        return count;
    }

    /** Returns what holds the canonical encodings. */
    DirectBuffer bytes() {
        return bytes;
    }

    /** Returns where a series' encoding begins. */
    int offset(int number) {
        return offsets[number];
    }

    /** Returns how long a series' encoding is. */
    int length(int number) {
        return offsets[number + 1] - offsets[number];
    }

    /** Returns the low half of a series' hash. */
    long low(int number) {
        return lows[number];
    }

    /** Returns the high half of a series' hash. */
    long high(int number) {
        return highs[number];
    }

    /** Returns whether a table has one of the series. */
    boolean isAnyIn(IdentityTable table) {
        for (int from = 0; from < count; from += BatchLookup.MOST) {
            if (table.hasAny(lows, highs, from, Math.min(count, from + BatchLookup.MOST))) {
                return true;
            }
        }
        return false;
    }

    /** Gives a series' hash. */
    void identity(int number, Hash128 into) {
        into.set(lows[number], highs[number]);
    }

    /** Returns the number of aliases. */
    int aliasCount() {
        return aliasCount;
    }

    /** Returns the low half of an alias' hash. */
    long aliasLow(int alias) {
        return aliasLows[alias];
    }

    /** Returns the high half of an alias' hash. */
    long aliasHigh(int alias) {
        return aliasHighs[alias];
    }

    /** Returns the series that an alias means. */
    long aliasSeries(int alias) {
        return aliasSeries[alias];
    }
}
