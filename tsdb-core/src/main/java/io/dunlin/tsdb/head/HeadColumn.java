package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.LabelSets;
import io.dunlin.tsdb.index.SeriesIndex;
import io.dunlin.tsdb.index.SymbolTable;
import io.dunlin.tsdb.storage.LabelColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Int2IntHashMap;

/**
 * Makes the column of one label over series of several tables. Values are numbered in the order they are met; each string is
 * looked at once a table. A label of few values is read from its postings, any other from the label set of each series.
 */
final class HeadColumn {
    private static final int UNKNOWN = -1;

    /** From so many series a value on, reading all postings of a label costs less than walking the label sets. */
    private static final int SERIES_A_VALUE = 16;

    private final HeadSnapshot snapshot;
    private final String label;
    private final List<String> texts = new ArrayList<>(List.of(""));
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, TableReader> readers = new HashMap<>();

    HeadColumn(HeadSnapshot snapshot, String label) {
        this.snapshot = snapshot;
        this.label = label;
    }

    /** Returns the column for series that are told by generation and slot. */
    LabelColumn of(long[] references) {
        int[] ids = new int[references.length];
        int from = 0;
        while (from < references.length) {
            int generation = SeriesRef.generation(references[from]);
            int to = from + 1;
            while (to < references.length && SeriesRef.generation(references[to]) == generation) {
                to++;
            }
            readers.computeIfAbsent(generation, number -> new TableReader(snapshot.view(number)))
                    .read(references, from, to, ids);
            from = to;
        }
        return new LabelColumn(ids, texts.size(), texts::get);
    }

    private int number(String text) {
        return numbers.computeIfAbsent(text, any -> {
            texts.add(text);
            return texts.size() - 1;
        });
    }

    /** Reads the label of series of one table. */
    private final class TableReader {
        private final HeadTable table;
        private final int slots;
        private final SeriesIndex index;
        private final int name;
        private final LabelSets.Cursor cursor;
        private final Int2IntHashMap numberOfRef = new Int2IntHashMap(UNKNOWN);

        TableReader(HeadSnapshot.TableView view) {
            this.table = view.table();
            this.slots = view.count();
            this.index = table.index();
            this.name = index.symbols().find(label);
            this.cursor = index.labelSets().cursor();
        }

        void read(long[] references, int from, int to, int[] ids) {
            if (name == SymbolTable.NONE) {
                return;
            }
            // The postings are those of all slots, however few are asked for.
            if ((long) index.valueCount(label) * SERIES_A_VALUE <= to - from && to - from >= slots / SERIES_A_VALUE) {
                readPostings(references, from, to, ids);
                return;
            }
            for (int i = from; i < to; i++) {
                int value = cursor.find(table.labelSet(SeriesRef.slot(references[i])), name);
                ids[i] = value == SymbolTable.NONE ? LabelColumn.ABSENT : number(value);
            }
        }

        private void readPostings(long[] references, int from, int to, int[] ids) {
            int[] numberOfSlot = new int[slots];
            index.numberSlots(label, this::number, numberOfSlot);
            for (int i = from; i < to; i++) {
                ids[i] = numberOfSlot[SeriesRef.slot(references[i])];
            }
        }

        private int number(int ref) {
            int number = numberOfRef.get(ref);
            if (number == UNKNOWN) {
                number = HeadColumn.this.number(index.symbols().string(ref));
                numberOfRef.put(ref, number);
            }
            return number;
        }
    }
}
