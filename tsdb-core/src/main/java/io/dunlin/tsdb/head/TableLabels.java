package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.LabelSets;
import io.dunlin.tsdb.index.SymbolTable;

/** Reads label sets of one table as positions in a {@link SymbolOrder}. Not thread-safe. */
final class TableLabels {
    private final HeadTable table;
    private final int[] own;
    private final int[] parent;
    private final LabelSets.Cursor cursor;

    TableLabels(HeadTable table, SymbolOrder order) {
        SymbolTable symbols = table.index().symbols();
        this.table = table;
        this.own = order.positions(symbols);
        this.parent = symbols.parent() == null ? own : order.positions(symbols.parent());
        this.cursor = table.index().labelSets().cursor();
    }

    /** Moves before the first label of a slot's series; returns how many it has. */
    int wrap(int slot) {
        return cursor.wrap(table.labelSet(slot));
    }

    /** Moves to the next label; false behind the last. */
    boolean next() {
        return cursor.next();
    }

    /** Returns the position of the label's name. */
    int name() {
        return position(cursor.name());
    }

    /** Returns the position of the label's value. */
    int value() {
        return position(cursor.value());
    }

    private int position(int ref) {
        return (SymbolTable.isParents(ref) ? parent : own)[SymbolTable.number(ref)];
    }

    /** Compares what is left of two label sets. */
    static int compare(TableLabels a, TableLabels b) {
        while (true) {
            boolean more = a.cursor.next();
            if (!b.cursor.next()) {
                return more ? 1 : 0;
            }
            if (!more) {
                return -1;
            }
            int names = Integer.compare(a.name(), b.name());
            int both = names != 0 ? names : Integer.compare(a.value(), b.value());
            if (both != 0) {
                return both;
            }
        }
    }
}
