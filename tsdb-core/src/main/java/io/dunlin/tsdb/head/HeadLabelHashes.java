package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.LabelSets;
import io.dunlin.tsdb.index.SymbolTable;
import io.dunlin.tsdb.model.LabelSetHash;
import io.dunlin.tsdb.model.LabelSetHasher;

/** The {@link LabelSetHash} of series of the head, computed from the bytes of their symbols. */
final class HeadLabelHashes {
    private HeadLabelHashes() {}

    /** Returns the hashes of series, which are rather in table order. */
    static long[] of(HeadSnapshot snapshot, long[] references) {
        long[] hashes = new long[LabelSetHash.LANES * references.length];
        HeadTable table = null;
        LabelSetHasher hasher = null;
        LabelSets.Cursor cursor = null;
        for (int i = 0; i < references.length; i++) {
            if (table == null || table.generation() != SeriesRef.generation(references[i])) {
                table = snapshot.table(SeriesRef.generation(references[i]));
                hasher = LabelSetHasher.forSeries(bytesOf(table.index().symbols()), references.length - i);
                cursor = table.index().labelSets().cursor();
            }
            hasher.clear();
            cursor.wrap(table.labelSet(SeriesRef.slot(references[i])));
            while (cursor.next()) {
                hasher.add(cursor.name(), cursor.value());
            }
            hasher.write(hashes, i);
        }
        return hashes;
    }

    private static LabelSetHasher.Strings bytesOf(SymbolTable symbols) {
        return ref -> {
            byte[] utf8 = new byte[symbols.length(ref)];
            symbols.copy(ref, utf8, 0);
            return utf8;
        };
    }
}
