package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.Arena;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.Region;

/**
 * The label sets of one table as symbol refs, in label-name order, one behind another:
 * <pre>
 * label set := count &lt;LEB128&gt; { name ref &lt;LEB128&gt; value ref &lt;LEB128&gt; }
 * </pre>
 * One thread adds; a set whose address was published to a thread can be read by it.
 */
public final class LabelSets {
    private final Arena arena;
    private final Region region;

    /** A label set before its length is known. */
    private byte[] encoded = new byte[256];

    /** Makes an empty store. */
    public LabelSets(MemoryScope scope) {
        this.arena = scope.arena(MemoryTag.HEAD_LABELS);
        this.region = arena.region();
        arena.allocateUnaligned(1);
    }

    /**
     * Stores a label set.
     *
     * @param refs name ref, value ref, name ref …
     * @param count the number of labels
     * @return its packed address
     */
    public int add(int[] refs, int count) {
        int longest = Leb128.LONGEST * (2 * count + 1);
        if (longest > encoded.length) {
            encoded = new byte[2 * longest];
        }
        int length = Leb128.put(encoded, 0, count);
        for (int i = 0; i < 2 * count; i++) {
            length = Leb128.put(encoded, length, refs[i]);
        }
        long start = arena.allocateUnaligned(length);
        region.putBytes(start, encoded, 0, length);
        return PackedAddress.pack(start, 0);
    }

    /**
     * Stores label sets that lie one behind another as they are.
     *
     * @param bytes begins with them
     * @param count how many there are
     * @param strings how many strings the refs may name, all of them the table's own
     * @param packed receives the packed address of each
     * @throws IllegalArgumentException when they are no such label sets
     */
    void restore(byte[] bytes, int length, int count, int strings, int[] packed) {
        long start = arena.allocateUnaligned(length);
        int at = 0;
        for (int i = 0; i < count; i++) {
            packed[i] = PackedAddress.pack(start + at, 0);
            at = check(bytes, at, 2L * strings);
        }
        if (at != length) {
            throw new IllegalArgumentException("label sets have another length: length=" + length + ", read=" + at);
        }
        region.putBytes(start, bytes, 0, length);
    }

    /** Returns where the label set at an index ends, all of whose refs are even numbers up to a limit. */
    private static int check(byte[] bytes, int index, long limit) {
        int at = index;
        int left = 1;
        for (boolean isCount = true; left > 0; isCount = false) {
            byte b = bytes[at++];
            long number = b & 0x7f;
            for (int shift = 7; b < 0; shift += 7) {
                b = bytes[at++];
                number |= (b & 0x7fL) << shift;
                if (shift > Integer.SIZE) {
                    throw new IllegalArgumentException("a number has more than 5 bytes: index=" + at);
                }
            }
            if (isCount ? number > bytes.length : number == 0 || number > limit || (number & 1) != 0) {
                throw new IllegalArgumentException("no ref of a string: ref=" + number + ", limit=" + limit);
            }
            left = isCount ? 2 * (int) number : left - 1;
        }
        return at;
    }

    /** Returns a new cursor for one thread. */
    public Cursor cursor() {
        return new Cursor(region);
    }

    /** Walks one label set. Reused; not thread-safe. */
    public static final class Cursor {
        private final Region region;
        private long at;
        private int left;
        private int name;
        private int value;

        private Cursor(Region region) {
            this.region = region;
        }

        /** Goes before the first label of the set at a packed address; returns the number of labels. */
        public int wrap(int packed) {
            at = PackedAddress.unpack(packed, 0);
            left = number();
            return left;
        }

        /** Moves to the next label; returns whether there is one. */
        public boolean next() {
            if (left == 0) {
                return false;
            }
            left--;
            name = number();
            value = number();
            return true;
        }

        /** Returns the value's ref of a label of the set at a packed address, or {@link SymbolTable#NONE}. */
        public int find(int packed, int nameRef) {
            for (int rest = wrap(packed); rest > 0; rest--) {
                int found = number();
                int ref = number();
                if (found == nameRef) {
                    return ref;
                }
            }
            return SymbolTable.NONE;
        }

        private int number() {
            byte first = region.getByte(at);
            if (first >= 0) {
                at++;
                return first;
            }
            int number = Leb128.get(region, at);
            at += Leb128.length(number);
            return number;
        }

        /** Returns the ref of the label's name. */
        public int name() {
            return name;
        }

        /** Returns the ref of the label's value. */
        public int value() {
            return value;
        }
    }
}
