package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.LabelSets;
import io.dunlin.tsdb.index.SymbolTable;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Int2IntHashMap;

/** Series of the head's tables, table by table in slot order, or in label order. */
final class HeadSeriesSet implements SeriesSet {
    private final HeadSnapshot snapshot;
    private final long minTime;
    private final long maxTime;

    /** The series' references: generation and slot. */
    private final long[] references;

    HeadSeriesSet(HeadSnapshot snapshot, long minTime, long maxTime, long[] references) {
        this.snapshot = snapshot;
        this.minTime = minTime;
        this.maxTime = maxTime;
        this.references = references;
    }

    @Override
    public int size() {
        return references.length;
    }

    @Override
    public Labels labels(int series) {
        HeadTable table = table(references[series]);
        return table.index().labels(table.labelSet(SeriesRef.slot(references[series])));
    }

    private HeadTable table(long reference) {
        return snapshot.table(SeriesRef.generation(reference));
    }

    @Override
    public LabelColumn column(String labelName) {
        int[] ids = new int[references.length];
        ColumnValues values = new ColumnValues();
        HeadTable table = null;
        Reader reader = null;
        for (int i = 0; i < references.length; i++) {
            if (table == null || table.generation() != SeriesRef.generation(references[i])) {
                table = table(references[i]);
                reader = values.reader(table, labelName);
            }
            ids[i] = reader.id(table.labelSet(SeriesRef.slot(references[i])));
        }
        return new LabelColumn(ids, values.texts.size(), values.texts::get);
    }

    /** The values of a column, numbered in the order they are met; number 0 is the absent value. */
    private static final class ColumnValues {
        private final List<String> texts = new ArrayList<>(List.of(""));
        private final Map<String, Integer> numbers = new HashMap<>();
        private final Map<HeadTable, Reader> readers = new HashMap<>();

        Reader reader(HeadTable table, String labelName) {
            return readers.computeIfAbsent(table, any -> new Reader(this, table, labelName));
        }

        int number(String text) {
            return numbers.computeIfAbsent(text, any -> {
                texts.add(text);
                return texts.size() - 1;
            });
        }
    }

    /** Reads one label of series of one table; each string is looked at once. */
    private static final class Reader {
        private static final int UNKNOWN = -1;

        private final ColumnValues values;
        private final SymbolTable symbols;
        private final int name;
        private final LabelSets.Cursor cursor;
        private final Int2IntHashMap numberOfRef = new Int2IntHashMap(UNKNOWN);

        Reader(ColumnValues values, HeadTable table, String labelName) {
            this.values = values;
            this.symbols = table.index().symbols();
            this.name = symbols.find(labelName);
            this.cursor = table.index().labelSets().cursor();
        }

        int id(int labelSet) {
            if (name == SymbolTable.NONE) {
                return LabelColumn.ABSENT;
            }
            cursor.wrap(labelSet);
            while (cursor.next()) {
                if (cursor.name() == name) {
                    return number(cursor.value());
                }
            }
            return LabelColumn.ABSENT;
        }

        private int number(int ref) {
            int number = numberOfRef.get(ref);
            if (number == UNKNOWN) {
                number = values.number(symbols.string(ref));
                numberOfRef.put(ref, number);
            }
            return number;
        }
    }

    @Override
    public SeriesReader reader() {
        ChunkReader chunks = new ChunkReader(snapshot, minTime, maxTime);
        return (int series, SampleBuffer into) -> chunks.read(
                snapshot.view(SeriesRef.generation(references[series])), SeriesRef.slot(references[series]), into);
    }
}
