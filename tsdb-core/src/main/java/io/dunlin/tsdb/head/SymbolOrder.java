package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.SymbolCursor;
import io.dunlin.tsdb.index.SymbolTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The symbols of several tables in byte order, each string once: numbers in which comparing labels is comparing integers.
 * Holds four bytes a symbol on the heap while an epoch is written.
 */
final class SymbolOrder {
    private final List<SymbolTable> tables = new ArrayList<>();

    /** For each table the position of each of its symbols, by number. */
    private final int[][] positions;

    /** For each position one symbol: table in the upper half, number in the lower. */
    private final long[] sorted;

    /** Sorts the symbols that tables have now, with those of their parents; the tables may grow meanwhile. */
    SymbolOrder(List<SymbolTable> users) {
        for (SymbolTable user : users) {
            addWithParents(user);
        }
        // Counted once: a second count may be larger, and would take the room of another table's symbols.
        int[] counts = tables.stream().mapToInt(SymbolTable::count).toArray();
        long[] all = collect(counts);
        KeyedSort.sort(all, this::prefix, this::compare);
        positions = new int[counts.length][];
        for (int i = 0; i < counts.length; i++) {
            positions[i] = new int[counts[i] + 1];
        }
        int distinct = 0;
        for (int i = 0; i < all.length; i++) {
            if (i > 0 && compare(all[i - 1], all[i]) != 0) {
                distinct++;
            }
            positions[(int) (all[i] >>> Integer.SIZE)][(int) all[i]] = distinct;
            all[distinct] = all[i];
        }
        sorted = Arrays.copyOf(all, all.length == 0 ? 0 : distinct + 1);
    }

    private void addWithParents(SymbolTable user) {
        for (SymbolTable table = user; table != null; table = table.parent()) {
            if (!tables.contains(table)) {
                tables.add(table);
            }
        }
    }

    private static long[] collect(int[] counts) {
        int size = 0;
        for (int count : counts) {
            size = Math.addExact(size, count);
        }
        long[] all = new long[size];
        int at = 0;
        for (int i = 0; i < counts.length; i++) {
            for (int number = 1; number <= counts[i]; number++) {
                all[at++] = (long) i << Integer.SIZE | number;
            }
        }
        return all;
    }

    private int compare(long a, long b) {
        return tables.get((int) (a >>> Integer.SIZE)).compare((int) a, tables.get((int) (b >>> Integer.SIZE)), (int) b);
    }

    private long prefix(long symbol) {
        return tables.get((int) (symbol >>> Integer.SIZE)).prefix((int) symbol) >>> 1;
    }

    /** Returns the positions of a table's symbols by number. */
    int[] positions(SymbolTable table) {
        return positions[tables.indexOf(table)];
    }

    /** Walks the strings in order. */
    SymbolCursor cursor() {
        return new Cursor();
    }

    private final class Cursor implements SymbolCursor {
        private int next;
        private byte[] bytes = new byte[256];
        private int length;

        @Override
        public boolean next() {
            if (next == sorted.length) {
                return false;
            }
            SymbolTable table = tables.get((int) (sorted[next] >>> Integer.SIZE));
            int ref = SymbolTable.refOf((int) sorted[next]);
            if (table.length(ref) > bytes.length) {
                bytes = new byte[2 * table.length(ref)];
            }
            length = table.copy(ref, bytes, 0);
            next++;
            return true;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public void close() {
            next = sorted.length;
        }
    }
}
