package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.roaringbitmap.IntConsumer;

/**
 * All that one table knows of its series' labels: symbols, label sets, identities, postings. The writer adds series in
 * rising slots; readers reach the parts. Owned by the table, closed with it.
 */
public final class SeriesIndex implements AutoCloseable {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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

    /** The slot behind the last whose labels were added. */
    private int end;

    /** Whether an addition to the postings failed halfway: then nothing is known of what is there. */
    private boolean interrupted;

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
     * Adds the labels of a new series to symbols and label sets, and to the postings that {@link #publish} shows; its
     * identity is added apart. Series come target by target, so most labels are those of the series before: these are not
     * looked up again, and go to the postings as one run of slots.
     *
     * @param source holds the canonical encoding
     * @param slot greater than all before
     * @return the packed address of its label set
     */
    public int addLabels(DirectBuffer source, int offset, int length, int slot) {
        if (slot != end) {
            publish();
            end = slot;
        }
        int count = 0;
        labels.wrap(source, offset, length);
        while (labels.next()) {
            PreviousLabel previous = previous(count);
            if (!previous.is(source, labels)) {
                addPostings(previous);
                find(source, previous);
            }
            previous.begin(slot);
            refs[2 * count] = previous.name.ref();
            refs[2 * count + 1] = previous.value;
            count++;
        }
        int packed = labelSets.add(refs, count);
        for (int i = count; i < previous.size(); i++) {
            addPostings(previous.get(i));
        }
        end = slot + 1;
        return packed;
    }

    /**
     * Lets readers of the postings find the series that were added since the last call. Where memory ends, the next call
     * goes on.
     */
    public void publish() {
        for (PreviousLabel label : previous) {
            addPostings(label);
        }
    }

    /**
     * Makes room in this empty index for as much as the smaller of two others has.
     */
    public void reserveLike(SeriesIndex one, SeriesIndex other) {
        identities.reserve(Math.min(one.identities.count(), other.identities.count()));
        symbols.reserve(Math.min(one.symbols.count(), other.symbols.count()));
        postings.reserve(Math.min(one.postings.pairCount(), other.postings.pairCount()));
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
            PostingsIndex.Name name = label.hasName(source, labels)
                    ? label.name
                    : postings.name(symbols.add(source, start, labels.nameLength()));
            int before = symbols.count();
            int value = symbols.add(source, labels.valueOffset(), labels.valueLength());
            label.set(source, labels, name, value);
            label.hasNewValue = symbols.count() != before;
        }
        label.hash.set(scratch.low, scratch.high);
    }

    /** Returns what fills this index, which is empty and has no readers, with what another had. */
    public LabelRestorer restorer() {
        return new LabelRestorer(symbols, labelSets, postings);
    }

    /** Returns what walks the postings. */
    public PostingsCursor postingsCursor() {
        return new PostingsCursor(postings);
    }

    /**
     * Adds the slots that have had a label at its position to its sets. Where memory ends, what is left is added by the next
     * call; a slot that is added twice is in the set once.
     */
    private void addPostings(PreviousLabel label) {
        if (label.from != PreviousLabel.NONE && label.from < end) {
            boolean before = interrupted;
            interrupted = true;
            if (label.entry == 0) {
                addFirst(label, !before && label.hasNewValue);
                label.from++;
            }
            if (label.from < end) {
                postings.addAgain(label.name, label.entry, label.from, end);
            }
            interrupted = before;
        }
        label.from = PreviousLabel.NONE;
    }

    /** Of a pair that is new it is not known yet whether it occurs again: it is not kept among the recent ones. */
    private void addFirst(PreviousLabel label, boolean isNew) {
        int pairs = postings.pairCount();
        label.entry = isNew
                ? postings.addNew(label.name, label.value, label.from)
                : postings.add(label.name, label.value, label.from);
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
        private static final int NONE = -1;

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

        /** Whether the value was in no label before, so that the pair need not be searched. */
        private boolean hasNewValue;

        /** The first slot with the label that is not in its sets yet; all from there on have it too. */
        private int from = NONE;

        void begin(int slot) {
            if (from == NONE) {
                from = slot;
            }
        }

        boolean is(DirectBuffer source, LabelEncoding.Cursor label) {
            return label.nameLength() == nameLength
                    && label.end() - label.nameOffset() == length
                    && startsWith(source, label.nameOffset(), length);
        }

        /** Returns whether a label has this one's name, whatever its value is. */
        boolean hasName(DirectBuffer source, LabelEncoding.Cursor label) {
            return name != null
                    && label.nameLength() == nameLength
                    && startsWith(source, label.nameOffset(), nameLength);
        }

        private boolean startsWith(DirectBuffer source, int start, int count) {
            int i = 0;
            for (; i + Long.BYTES <= count; i += Long.BYTES) {
                if (source.getLong(start + i, ByteOrder.LITTLE_ENDIAN) != (long) LONGS.get(bytes, i)) {
                    return false;
                }
            }
            for (; i < count; i++) {
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
            hasNewValue = false;
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
            GrowingPostings large = postings.readEntry(entry, take::accept);
            if (large != null) {
                large.read().forEach(take);
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
