package io.dunlin.tsdb.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.roaringbitmap.RoaringBitmap;

/**
 * The index of one table as one view sees it: of the slots up to a count, those that have not moved to another table.
 * Slots added later are cut away from every answer.
 */
public final class TableIndex implements LabelIndex {
    private final SeriesIndex index;
    private final IntUnaryOperator labelSetOfSlot;
    private final RoaringBitmap visible;

    /**
     * Makes the index of a view.
     *
     * @param index the table's index
     * @param labelSetOfSlot gives the packed address of a slot's label set
     * @param visible the slots that the view sees
     */
    public TableIndex(SeriesIndex index, IntUnaryOperator labelSetOfSlot, RoaringBitmap visible) {
        this.index = index;
        this.labelSetOfSlot = labelSetOfSlot;
        this.visible = visible;
    }

    /** Returns the table's index, with slots that this view does not see. */
    SeriesIndex index() {
        return index;
    }

    @Override
    public RoaringBitmap all() {
        return visible;
    }

    @Override
    public Postings withLabel(String name) {
        PostingsIndex.Name found = index.postings().name(name);
        return found == null ? Postings.NONE : new LabelPostings(found.slots());
    }

    /** The slots of a label, whatever its value. */
    private record LabelPostings(GrowingPostings slots) implements Postings {
        @Override
        public long count() {
            return slots.count();
        }

        @Override
        public RoaringBitmap among(RoaringBitmap series) {
            return slots.among(series);
        }
    }

    @Override
    public Postings withValue(String name, String value) {
        PostingsIndex postings = index.postings();
        PostingsIndex.Name found = postings.name(name);
        int ref = found == null ? SymbolTable.NONE : index.symbols().find(value);
        int entry = ref == SymbolTable.NONE ? 0 : postings.entry(found, ref);
        return entry == 0 ? Postings.NONE : new ValuePostings(postings, entry, postings.count(entry));
    }

    /** The slots of a label with a value. */
    private record ValuePostings(PostingsIndex postings, int entry, long count) implements Postings {
        @Override
        public RoaringBitmap among(RoaringBitmap series) {
            return postings.among(entry, series);
        }
    }

    @Override
    public RoaringBitmap withValues(String name, String prefix, Predicate<String> test, RoaringBitmap among) {
        PostingsIndex.Name found = index.postings().name(name);
        if (found == null) {
            return new RoaringBitmap();
        }
        IntPredicate refTest = ref -> {
            String value = index.symbols().string(ref);
            return value.startsWith(prefix) && test.test(value);
        };
        return among.getLongCardinality() < found.valueCount()
                ? bySeries(found, refTest, among)
                : byValue(found, refTest, among);
    }

    /** Looks at the value of each series: for few series. */
    private RoaringBitmap bySeries(PostingsIndex.Name name, IntPredicate test, RoaringBitmap series) {
        RoaringBitmap result = new RoaringBitmap();
        LabelSets.Cursor cursor = index.labelSets().cursor();
        Map<Integer, Boolean> verdicts = new HashMap<>();
        series.forEach((int slot) -> {
            int ref = cursor.find(labelSetOfSlot.applyAsInt(slot), name.ref());
            if (ref != SymbolTable.NONE && verdicts.computeIfAbsent(ref, test::test)) {
                result.add(slot);
            }
        });
        return result;
    }

    /** Looks at each value: for few values. */
    private RoaringBitmap byValue(PostingsIndex.Name name, IntPredicate test, RoaringBitmap series) {
        SlotUnion union = new SlotUnion();
        PostingsIndex postings = index.postings();
        postings.forEachEntry(name, entry -> {
            if (test.test(postings.valueRef(entry))) {
                union.add(postings, entry);
            }
        });
        RoaringBitmap result = union.result();
        result.and(series);
        return result;
    }

    @Override
    public List<String> names() {
        return names(visible);
    }

    @Override
    public List<String> names(RoaringBitmap series) {
        List<String> names = new ArrayList<>();
        for (PostingsIndex.Name name : index.postings().names()) {
            if (!name.slots().among(series).isEmpty()) {
                names.add(name.text());
            }
        }
        return names;
    }

    @Override
    public List<String> values(String name, RoaringBitmap series) {
        PostingsIndex.Name found = index.postings().name(name);
        if (found == null) {
            return List.of();
        }
        RoaringBitmap wanted = series == null ? visible : series;
        return wanted.getLongCardinality() < found.valueCount() ? valuesOf(found, wanted) : valuesIn(found, wanted);
    }

    /** Reads the value of each series: for few series. */
    private List<String> valuesOf(PostingsIndex.Name name, RoaringBitmap series) {
        Set<Integer> refs = new HashSet<>();
        LabelSets.Cursor cursor = index.labelSets().cursor();
        series.forEach((int slot) -> {
            cursor.wrap(labelSetOfSlot.applyAsInt(slot));
            while (cursor.next()) {
                if (cursor.name() == name.ref()) {
                    refs.add(cursor.value());
                }
            }
        });
        List<String> values = new ArrayList<>(refs.size());
        refs.forEach(ref -> values.add(index.symbols().string(ref)));
        return values;
    }

    /** Asks of each value whether one of the series has it: for few values. */
    private List<String> valuesIn(PostingsIndex.Name name, RoaringBitmap series) {
        List<String> values = new ArrayList<>();
        PostingsIndex postings = index.postings();
        boolean[] found = new boolean[1];
        postings.forEachEntry(name, entry -> {
            found[0] = false;
            GrowingPostings large = postings.readEntry(entry, slot -> found[0] |= series.contains(slot));
            if (found[0] || large != null && !large.among(series).isEmpty()) {
                values.add(index.symbols().string(postings.valueRef(entry)));
            }
        });
        return values;
    }

    /** Collects slots of many entries: single ones in an array, since adding them one by one to a bitmap is slow. */
    private static final class SlotUnion {
        private final RoaringBitmap large = new RoaringBitmap();
        private int[] few = new int[64];
        private int fewCount;

        void add(PostingsIndex postings, int entry) {
            GrowingPostings slots = postings.readEntry(entry, this::add);
            if (slots != null) {
                large.or(slots.read());
            }
        }

        private void add(int slot) {
            if (fewCount == few.length) {
                few = Arrays.copyOf(few, 2 * fewCount);
            }
            few[fewCount++] = slot;
        }

        RoaringBitmap result() {
            Arrays.sort(few, 0, fewCount);
            large.or(RoaringBitmap.bitmapOf(Arrays.copyOf(few, fewCount)));
            return large;
        }
    }
}
