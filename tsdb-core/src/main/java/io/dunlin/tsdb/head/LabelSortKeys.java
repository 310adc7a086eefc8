package io.dunlin.tsdb.head;

import java.util.Arrays;

/**
 * Packs the leading labels of label sets into keys that sort as the sets do. A set is the row name, value, name, value … of
 * symbol positions, in which a missing one is smaller than any; each column is written with as many bits as the positions
 * that occur in it need. Labels that all sets share need none. All sets are noted first, then keys are made. One thread.
 */
final class LabelSortKeys {
    /** Further columns only decide between sets that are the same up to there, which are compared in full. */
    private static final int COLUMNS = 64;

    private final int[] least = new int[COLUMNS];
    private final int[] most = new int[COLUMNS];
    private final int[] present = new int[COLUMNS];
    private final int[] widths = new int[COLUMNS];
    private int sets;

    LabelSortKeys() {
        Arrays.fill(least, Integer.MAX_VALUE);
    }

    /** Notes the set that labels stand before. */
    void note(TableLabels labels) {
        sets++;
        for (int column = 0; column < COLUMNS && labels.next(); column += 2) {
            note(column, labels.name());
            note(column + 1, labels.value());
        }
    }

    private void note(int column, int position) {
        least[column] = Math.min(least[column], position);
        most[column] = Math.max(most[column], position);
        present[column]++;
    }

    /** Ends noting. */
    void noted() {
        for (int column = 0; column < COLUMNS; column++) {
            boolean same = present[column] == 0 || present[column] == sets && least[column] == most[column];
            widths[column] = same ? 0 : Long.SIZE - Long.numberOfLeadingZeros(most[column] - least[column] + 1L);
        }
    }

    /** Returns the key of the set that labels stand before, {@link KeyedSort#KEY_BITS} bits. */
    long key(TableLabels labels) {
        long key = 0;
        int left = KeyedSort.KEY_BITS;
        boolean more = true;
        for (int column = 0; column < COLUMNS && left > 0; column += 2) {
            more = more && labels.next();
            key = append(key, left, column, more ? labels.name() : -1);
            left = Math.max(0, left - widths[column]);
            key = append(key, left, column + 1, more ? labels.value() : -1);
            left = Math.max(0, left - widths[column + 1]);
        }
        return key << left;
    }

    /** Appends a column, or of its upper bits as many as there is room for. */
    private long append(long key, int left, int column, int position) {
        int width = widths[column];
        long digit = position < 0 || width == 0 ? 0 : position - least[column] + 1L;
        return width <= left ? key << width | digit : key << left | digit >>> width - left;
    }
}
