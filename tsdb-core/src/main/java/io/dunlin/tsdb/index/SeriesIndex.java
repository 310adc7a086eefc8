package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * All that one table knows of its series' labels: symbols, label sets, identities, postings. The writer adds series in
 * rising slots; readers reach the parts. Owned by the table, closed with it.
 */
public final class SeriesIndex implements AutoCloseable {
    private final SymbolTable symbols;
    private final LabelSets labelSets;
    private final IdentityTable identities;
    private final PostingsIndex postings;
    private final LabelEncoding.Cursor labels = new LabelEncoding.Cursor();
    private int[] refs = new int[64];

    /**
     * Makes an empty index.
     *
     * @param scope owns label sets and postings
     * @param parent the symbols that this table shares, or null
     */
    public SeriesIndex(OffHeap offHeap, Reclaimer reclaimer, MemoryScope scope, LabelHash hash, SymbolTable parent) {
        this.symbols = new SymbolTable(offHeap, reclaimer, hash, parent);
        this.labelSets = new LabelSets(scope);
        this.identities = new IdentityTable(offHeap, reclaimer);
        this.postings = new PostingsIndex(offHeap, reclaimer, scope, symbols);
    }

    /**
     * Adds the labels of a new series to symbols, label sets and postings; its identity is added apart.
     *
     * @param source holds the canonical encoding
     * @return the packed address of its label set
     */
    public int addLabels(DirectBuffer source, int offset, int length, int slot) {
        int count = 0;
        labels.wrap(source, offset, length);
        while (labels.next()) {
            if (2 * count == refs.length) {
                refs = Arrays.copyOf(refs, 2 * refs.length);
            }
            refs[2 * count] = symbols.add(source, labels.nameOffset(), labels.nameLength());
            refs[2 * count + 1] = symbols.add(source, labels.valueOffset(), labels.valueLength());
            count++;
        }
        int packed = labelSets.add(refs, count);
        for (int i = 0; i < count; i++) {
            postings.add(refs[2 * i], refs[2 * i + 1], slot);
        }
        return packed;
    }

    /**
     * Writes the canonical encoding of a label set of this table at the start of a buffer.
     *
     * @return its length in bytes
     */
    public int encode(int packed, ExpandableArrayBuffer into) {
        LabelSets.Cursor cursor = labelSets.cursor();
        cursor.wrap(packed);
        int at = 0;
        while (cursor.next()) {
            at = LabelEncoding.putLabel(into, at, bytes(cursor.name()), bytes(cursor.value()));
        }
        return at;
    }

    /** Returns the canonical encoding of a label set of this table. */
    public byte[] encode(int packed) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(256);
        return Arrays.copyOf(buffer.byteArray(), encode(packed, buffer));
    }

    private byte[] bytes(int ref) {
        byte[] text = new byte[symbols.length(ref)];
        symbols.copy(ref, text, 0);
        return text;
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
