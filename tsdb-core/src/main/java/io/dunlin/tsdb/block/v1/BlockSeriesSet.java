package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.SymbolCursor;
import io.dunlin.tsdb.model.LabelSetHasher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.IntArrayList;

/** The series of a block that a select found, in label order. Thread-safe while the block is open. */
final class BlockSeriesSet implements SeriesSet {
    private static final int UNKNOWN = -1;

    /** How many symbols can be walked over while one is found. */
    private static final int SYMBOLS_PER_SEARCH = 8;

    private final BlockReader block;
    private final int[] ids;
    private final long minTime;
    private final long maxTime;

    BlockSeriesSet(BlockReader block, int[] ids, long minTime, long maxTime) {
        this.block = block;
        this.ids = ids;
        this.minTime = minTime;
        this.maxTime = maxTime;
    }

    @Override
    public int size() {
        return ids.length;
    }

    @Override
    public Labels labels(int series) {
        return block.reading(() -> readLabels(series));
    }

    private Labels readLabels(int series) {
        SymbolTable symbols = block.index().symbols();
        SeriesEntry entry = new SeriesEntry(block.index());
        entry.load(ids[series]);
        String[] pairs = new String[2 * entry.labelCount()];
        for (int i = 0; i < entry.labelCount(); i++) {
            pairs[2 * i] = symbols.get(entry.name(i));
            pairs[2 * i + 1] = symbols.get(entry.value(i));
        }
        return Labels.ofSorted(pairs);
    }

    @Override
    public LabelColumn column(String labelName) {
        return block.reading(() -> readColumn(labelName));
    }

    private LabelColumn readColumn(String labelName) {
        int name = labelName.isEmpty()
                ? PostingsTable.ABSENT
                : block.index().postingsTable().find(labelName);
        boolean fromPostings = name != PostingsTable.ABSENT && PostingsColumn.pays(block.index(), name, ids);
        return fromPostings ? PostingsColumn.read(block.index(), name, ids) : readEntries(labelName);
    }

    /** Numbers the values in the order they occur: a block's own symbol numbers may be far apart. */
    private LabelColumn readEntries(String labelName) {
        SymbolTable symbols = block.index().symbols();
        long name = symbols.find(labelName);
        int[] column = new int[ids.length];
        IntArrayList values = new IntArrayList();
        if (name != SymbolTable.ABSENT) {
            Int2IntHashMap numbers = new Int2IntHashMap(UNKNOWN);
            SeriesEntry entry = new SeriesEntry(block.index());
            for (int i = 0; i < ids.length; i++) {
                entry.load(ids[i]);
                int label = PostingsResolver.labelOf(entry, name);
                column[i] = label < 0 ? LabelColumn.ABSENT : number(entry.value(label), numbers, values);
            }
        }
        return new LabelColumn(
                column, values.size() + 1, id -> block.reading(() -> symbols.get(values.getInt(id - 1))));
    }

    private static int number(int value, Int2IntHashMap numbers, IntArrayList values) {
        int number = numbers.get(value);
        if (number == UNKNOWN) {
            values.addInt(value);
            number = values.size();
            numbers.put(value, number);
        }
        return number;
    }

    @Override
    public boolean mayHave(String labelName) {
        return block.reading(() -> block.index().postingsTable().find(labelName)) != PostingsTable.ABSENT;
    }

    @Override
    public void labelHashes(long[] into, int first) {
        block.reading(() -> RunDigests.readHashes(block, ids, into, first) || computeHashes(into, first));
    }

    /** Hashes the labels that the entries of the series have; true in the end. */
    boolean computeHashes(long[] into, int first) {
        LabelSetHasher hasher = hasher();
        SeriesEntry entry = new SeriesEntry(block.index());
        for (int series = 0; series < ids.length; series++) {
            entry.load(ids[series]);
            hasher.clear();
            for (int i = 0; i < entry.labelCount(); i++) {
                hasher.add(entry.name(i), entry.value(i));
            }
            hasher.write(into, first + series);
        }
        return true;
    }

    /** Where many of a block's strings are wanted, walking all is cheaper than finding each. */
    private LabelSetHasher hasher() {
        SymbolTable symbols = block.index().symbols();
        if (ids.length < symbols.count() / SYMBOLS_PER_SEARCH) {
            return LabelSetHasher.forSeries(strings(symbols), ids.length);
        }
        LabelSetHasher hasher = LabelSetHasher.forNumbersBelow(strings(symbols), symbols.count());
        try (SymbolCursor cursor = symbols.cursor()) {
            for (int rank = 0; cursor.next(); rank++) {
                hasher.put(symbols.reference(rank), cursor.bytes(), cursor.length());
            }
        }
        return hasher;
    }

    private static LabelSetHasher.Strings strings(SymbolTable symbols) {
        return (reference, into) -> {
            byte[] utf8 = symbols.utf8(reference);
            System.arraycopy(utf8, 0, into, 0, utf8.length <= into.length ? utf8.length : 0);
            return utf8.length;
        };
    }

    @Override
    public SeriesReader reader() {
        return new BlockSeriesReader(block, ids, minTime, maxTime);
    }
}
