package io.dunlin.tsdb.index;

import java.util.Arrays;
import java.util.Iterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Walks the sets of slots of one table, beside its writer: of each label name that of all slots that have it, then those of
 * its values, the newest first. Pairs and slots that are added meanwhile are there or not. One thread.
 */
public final class PostingsCursor {
    private final PostingsIndex postings;
    private final Iterator<PostingsIndex.Name> names;
    private PostingsIndex.Name name;

    /** The entry of the pair, 0 at the set of a name. */
    private int entry;

    private RoaringBitmap large;
    private int[] few = new int[32];
    private int fewCount;

    PostingsCursor(PostingsIndex postings) {
        this.postings = postings;
        this.names = postings.names().iterator();
    }

    /** Moves to the next set; false where there is none. */
    public boolean next() {
        fewCount = 0;
        entry = name == null ? 0 : entry == 0 ? name.newestValue() : postings.nextEntry(entry);
        if (entry != 0) {
            GrowingPostings set = postings.readEntry(entry, this::addFew);
            large = set == null ? null : set.read();
            return true;
        }
        if (!names.hasNext()) {
            return false;
        }
        name = names.next();
        large = name.slots().read();
        return true;
    }

    private void addFew(int slot) {
        few = fewCount == few.length ? Arrays.copyOf(few, 2 * fewCount) : few;
        few[fewCount++] = slot;
    }

    /** Returns the ref of the name. */
    public int name() {
        return name.ref();
    }

    /** Returns the ref of the value, {@link SymbolTable#NONE} at the set of a name. */
    public int value() {
        return entry == 0 ? SymbolTable.NONE : postings.valueRef(entry);
    }

    /** Returns a large set, the caller's, or null where {@link #few} are all. */
    public RoaringBitmap large() {
        return large;
    }

    /** Returns an array that begins with the slots of a small set, rising; valid until the next set. */
    public int[] few() {
        return few;
    }

    /** Returns how many slots a small set has. */
    public int fewCount() {
        return fewCount;
    }
}
