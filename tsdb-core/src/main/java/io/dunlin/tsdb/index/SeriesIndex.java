package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * All that one table knows of its series' labels: symbols, label sets, identities, postings. The writer adds series in
 * rising slots; readers reach the parts. Owned by the table, closed with it.
 */
public final class SeriesIndex implements AutoCloseable {
    private final SymbolTable symbols;
    private final LabelSets labelSets;
    private final IdentityTable identities;
    private final PostingsIndex postings;
    private final LabelHash hash;
    private final Hash128 scratch = new Hash128();
    private final RecentLabels recentLabels = new RecentLabels();
    private final LabelEncoding.Cursor labels = new LabelEncoding.Cursor();
    private final List<PreviousLabel> previous = new ArrayList<>();
    private int[] refs = new int[64];

    /**
     * Makes an empty index.
     *
     * @param scope owns label sets and postings
     * @param parent the symbols that this table shares, or null
     */
    public SeriesIndex(OffHeap offHeap, Reclaimer reclaimer, MemoryScope scope, LabelHash hash, SymbolTable parent) {
        this.hash = hash;
        this.symbols = new SymbolTable(offHeap, reclaimer, hash, parent);
        this.labelSets = new LabelSets(scope);
        this.identities = new IdentityTable(offHeap, reclaimer);
        this.postings = new PostingsIndex(offHeap, reclaimer, scope, symbols);
    }

    /**
     * Adds the labels of a new series to symbols, label sets and postings; its identity is added apart. Series come
     * target by target, so most labels are those of the series before and are not looked up again.
     *
     * @param source holds the canonical encoding
     * @return the packed address of its label set
     */
    public int addLabels(DirectBuffer source, int offset, int length, int slot) {
        int count = 0;
        labels.wrap(source, offset, length);
        while (labels.next()) {
            PreviousLabel previous = previous(count);
            if (!previous.is(source, labels)) {
                find(source, previous);
            }
            refs[2 * count] = previous.name.ref();
            refs[2 * count + 1] = previous.value;
            count++;
        }
        int packed = labelSets.add(refs, count);
        addPostings(count, slot);
        return packed;
    }

    /** Makes the label that the cursor is at the previous one. */
    private void find(DirectBuffer source, PreviousLabel label) {
        int start = labels.nameOffset();
        hash.hash(source, start, labels.end() - start, scratch);
        int recent = recentLabels.find(scratch, labels.nameLength());
        if (recent >= 0) {
            label.set(source, labels, recentLabels.name(recent), recentLabels.value(recent));
            label.entry = recentLabels.entry(recent);
        } else {
            int name = symbols.add(source, start, labels.nameLength());
            int value = symbols.add(source, labels.valueOffset(), labels.valueLength());
            label.set(source, labels, postings.name(name), value);
        }
        label.hash.set(scratch.low, scratch.high);
    }

    /** Returns what fills this index, which is empty and has no readers, from refs instead. */
    public LabelRestorer restorer() {
        return new LabelRestorer(labelSets, postings);
    }

    /** Adds the slot to the sets of the labels that are now the previous ones. */
    private void addPostings(int count, int slot) {
        for (int i = 0; i < count; i++) {
            PreviousLabel label = previous.get(i);
            if (label.entry == 0) {
                addFirst(label, slot);
            } else {
                postings.addAgain(label.name, label.entry, slot);
            }
        }
    }

    /** Of a pair that is new it is not known yet whether it occurs again: it is not kept among the recent ones. */
    private void addFirst(PreviousLabel label, int slot) {
        int pairs = postings.pairCount();
        label.entry = postings.add(label.name, label.value, slot);
        if (postings.pairCount() == pairs) {
            recentLabels.put(label.hash, label.nameLength, label.name, label.value, label.entry);
        }
    }

    private PreviousLabel previous(int position) {
        if (position == previous.size()) {
            previous.add(new PreviousLabel());
            refs = Arrays.copyOf(refs, Math.max(refs.length, 2 * previous.size()));
        }
        return previous.get(position);
    }

    /** The label that the series before had at one position, and where it lies. */
    private static final class PreviousLabel {
        /** Name and value as they were encoded, which is ambiguous without the length of the name. */
        private byte[] bytes = new byte[64];

        /** The hash of these bytes. */
        private final Hash128 hash = new Hash128();

        private int length;
        private int nameLength;
        private PostingsIndex.Name name;
        private int value;

        /** The pair's entry in the postings, 0 until it has been added there. */
        private int entry;

        boolean is(DirectBuffer source, LabelEncoding.Cursor label) {
            int start = label.nameOffset();
            if (label.nameLength() != nameLength || label.end() - start != length) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (source.getByte(start + i) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }

        void set(DirectBuffer source, LabelEncoding.Cursor label, PostingsIndex.Name newName, int newValue) {
            nameLength = label.nameLength();
            length = label.end() - label.nameOffset();
            bytes = length > bytes.length ? new byte[2 * length] : bytes;
            source.getBytes(label.nameOffset(), bytes, 0, length);
            name = newName;
            value = newValue;
            entry = 0;
        }
    }

    /**
     * Writes the canonical encoding of a label set of this table at the start of a buffer, which grows where it is too short.
     *
     * @return its length in bytes
     */
    public int encode(int packed, ExpandableArrayBuffer into) {
        LabelSets.Cursor cursor = labelSets.cursor();
        cursor.wrap(packed);
        int at = 0;
        while (cursor.next()) {
            at = LabelEncoding.putLabel(into, at, symbols, cursor.name(), cursor.value());
        }
        return at;
    }

    /** Returns the canonical encoding of a label set of this table. */
    public byte[] encode(int packed) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(256);
        int length = encode(packed, buffer);
        // Only now: a buffer that has grown has another array.
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    /** Returns the number of values that a label has in this table. */
    public int valueCount(String label) {
        PostingsIndex.Name name = postings.name(label);
        return name == null ? 0 : name.valueCount();
    }

    /**
     * Reads a label of all slots from its postings.
     *
     * @param numberOf gives the number that stands for the symbol of a value; called once for each value
     * @param numbers receives the number of each slot below its length; slots without the label are left alone
     */
    public void numberSlots(String label, IntUnaryOperator numberOf, int[] numbers) {
        PostingsIndex.Name name = postings.name(label);
        if (name == null) {
            return;
        }
        postings.forEachEntry(name, entry -> {
            int number = numberOf.applyAsInt(postings.valueRef(entry));
            IntConsumer take = slot -> {
                if (slot < numbers.length) {
                    numbers[slot] = number;
                }
            };
            RoaringBitmap large = postings.readEntry(entry, take::accept);
            if (large != null) {
                large.forEach(take);
            }
        });
    }

    /** Returns a label set of this table as labels. */
    public Labels labels(int packed) {
        LabelSets.Cursor cursor = labelSets.cursor();
        String[] pairs = new String[2 * cursor.wrap(packed)];
        for (int i = 0; cursor.next(); i += 2) {
            pairs[i] = symbols.string(cursor.name());
            pairs[i + 1] = symbols.string(cursor.value());
        }
        return Labels.ofSorted(pairs);
    }

    /** Returns the strings. */
    public SymbolTable symbols() {
        return symbols;
    }

    /** Returns the label sets. */
    public LabelSets labelSets() {
        return labelSets;
    }

    /** Returns the hashes. */
    public IdentityTable identities() {
        return identities;
    }

    /** Returns the sets of slots. */
    PostingsIndex postings() {
        return postings;
    }

    @Override
    public void close() {
        postings.close();
        identities.close();
        symbols.close();
    }
}
