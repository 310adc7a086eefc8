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
