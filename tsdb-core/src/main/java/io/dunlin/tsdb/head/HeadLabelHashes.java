package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.LabelSets;
import io.dunlin.tsdb.model.LabelSetHasher;
import java.util.stream.IntStream;

/** The {@link io.dunlin.tsdb.model.LabelSetHash} of series of the head, computed from the bytes of their symbols. */
final class HeadLabelHashes {
    /** So many series are worth another thread. */
    private static final int SLICE = 1 << 15;

    private HeadLabelHashes() {}

    /** Writes the hashes of series, which are rather in table order, to the places from {@code first} on. */
    static void write(HeadSnapshot snapshot, long[] references, long[] into, int first) {
        IntStream all = IntStream.range(0, (references.length + SLICE - 1) / SLICE);
        IntStream slices = references.length > SLICE ? all.parallel() : all;
        slices.forEach(slice -> write(
                snapshot, references, slice * SLICE, Math.min(references.length, (slice + 1) * SLICE), into, first));
    }

    private static void write(HeadSnapshot snapshot, long[] references, int from, int to, long[] into, int first) {
        HeadTable table = null;
        LabelSetHasher hasher = null;
        LabelSets.Cursor cursor = null;
        for (int i = from; i < to; i++) {
            if (table == null || table.generation() != SeriesRef.generation(references[i])) {
                table = snapshot.table(SeriesRef.generation(references[i]));
                hasher = LabelSetHasher.forSeries(table.index().symbols()::copyIfItFits, to - i);
                cursor = table.index().labelSets().cursor();
            }
            hasher.clear();
            cursor.wrap(table.labelSet(SeriesRef.slot(references[i])));
            while (cursor.next()) {
                hasher.add(cursor.name(), cursor.value());
            }
            hasher.write(into, first + i);
        }
    }
}
