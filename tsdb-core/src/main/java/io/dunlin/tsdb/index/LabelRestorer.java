package io.dunlin.tsdb.index;

import org.agrona.DirectBuffer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Fills the strings, label sets and postings of an empty table with what another had, before there are readers: in pieces,
 * which are checked and copied as they are. One thread.
 */
public final class LabelRestorer {
    private final SymbolTable symbols;
    private final LabelSets labelSets;
    private final PostingsIndex postings;

    LabelRestorer(SymbolTable symbols, LabelSets labelSets, PostingsIndex postings) {
        this.symbols = symbols;
        this.labelSets = labelSets;
        this.postings = postings;
    }

    /** Adds a string that was not added before; they get the numbers from 1. */
    public void addString(DirectBuffer source, int offset, int length) {
        symbols.restore(source, offset, length);
    }

    /** Returns how many strings there are. */
    public int strings() {
        return symbols.count();
    }

    /**
     * Adds label sets that lie one behind another, in the encoding of {@link LabelSets}, with refs of strings that are there.
     *
     * @param bytes begins with them
     * @param count how many there are
     * @param packed receives the packed address of each
     * @throws IllegalArgumentException when they make no sense
     */
    public void addSets(byte[] bytes, int length, int count, int[] packed) {
        labelSets.restore(bytes, length, count, symbols.count(), packed);
    }

    /**
     * Adds the slots that have a label, or have a name where {@code value} is {@link SymbolTable#NONE}; a set is added once.
     *
     * @param few begins with the slots, rising
     * @param count 1 to {@link PostingsIndex#LONGEST_LIST}
     */
    public void addPostings(int name, int value, int[] few, int count) {
        if (count > PostingsIndex.LONGEST_LIST) {
            throw new IllegalArgumentException("so many slots must be a bitmap: count=" + count);
        }
        if (value == SymbolTable.NONE) {
            RoaringBitmap slots = new RoaringBitmap();
            slots.addN(few, 0, count);
            postings.name(name).restore(slots);
        } else {
            postings.restore(postings.name(name), value, few, count);
        }
    }

    /** As above, for a larger set, which is this one's from now on. */
    public void addPostings(int name, int value, RoaringBitmap slots) {
        if (value == SymbolTable.NONE) {
            postings.name(name).restore(slots);
        } else {
            postings.restore(postings.name(name), value, slots);
        }
    }
}
