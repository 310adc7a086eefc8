package io.dunlin.compaction;

import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.SymbolCursor;
import io.dunlin.tsdb.block.v1.BlockWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The first pass of a merge: one sorted symbol table from those of all sources. */
final class SymbolMerge {
    private SymbolMerge() {}

    /**
     * Writes the union of all symbols and notes for each source what became of its own.
     *
     * @param numbers one for each source, in the same order
     */
    static void run(List<SeriesSource> sources, List<SymbolNumbers> numbers, BlockWriter writer) throws IOException {
        List<Lane> lanes = new ArrayList<>();
        try {
            LaneHeap<Lane> heap = new LaneHeap<>(sources.size(), Lane::compare);
            for (int i = 0; i < sources.size(); i++) {
                lanes.add(new Lane(sources.get(i).symbols(), numbers.get(i), i));
                lanes.get(i).moveInto(heap);
            }
            List<Lane> same = new ArrayList<>();
            while (!heap.isEmpty()) {
                Lane least = heap.poll();
                same.add(least);
                while (!heap.isEmpty() && heap.top().hasSymbolOf(least)) {
                    same.add(heap.poll());
                }
                int merged = writer.addSymbol(least.cursor.bytes(), least.cursor.length());
                for (Lane lane : same) {
                    lane.numbers.add(merged);
                    lane.moveInto(heap);
                }
                same.clear();
            }
        } finally {
            lanes.forEach(Lane::close);
        }
    }

    /** The symbol that one source stands at. */
    private static final class Lane {
        private final SymbolCursor cursor;
        private final SymbolNumbers numbers;
        private final int source;

        Lane(SymbolCursor cursor, SymbolNumbers numbers, int source) {
            this.cursor = cursor;
            this.numbers = numbers;
            this.source = source;
        }

        /** Moves to the next symbol and into the heap, where there is one. */
        void moveInto(LaneHeap<Lane> heap) {
            if (cursor.next()) {
                heap.add(this);
            }
        }

        int compare(Lane other) {
            int order = Arrays.compareUnsigned(
                    cursor.bytes(), 0, cursor.length(), other.cursor.bytes(), 0, other.cursor.length());
            return order != 0 ? order : Integer.compare(source, other.source);
        }

        boolean hasSymbolOf(Lane other) {
            return Arrays.equals(cursor.bytes(), 0, cursor.length(), other.cursor.bytes(), 0, other.cursor.length());
        }

        void close() {
            cursor.close();
        }
    }
}
