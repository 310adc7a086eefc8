package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.ChunkTrimmer;
import io.dunlin.tsdb.block.ChunkView;
import io.dunlin.tsdb.block.SeriesCursor;
import io.dunlin.tsdb.block.Tombstones;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.util.Arrays;

/**
 * Walks all series of a block in label order, and checks that order. Chunks are shown as they lie in the files; one of
 * which tombstones delete a part is shown encoded anew. Not thread-safe.
 */
final class BlockSeriesCursor implements SeriesCursor {
    private final BlockReader block;
    private final IndexReader index;
    private final SymbolTable symbols;
    private final PostingsList all;
    private final Tombstones tombstones;
    private final SeriesEntry entry;
    private final BlockChunk stored;
    private final BlockStarts.Cursor starts;
    private final ChunkTrimmer trimmer = new ChunkTrimmer();
    private int next;
    private int[] labels = {};
    private int[] before = {};
    private int labelCount;
    private int labelCountBefore;
    private ChunkView current;

    BlockSeriesCursor(BlockReader block) {
        this.block = block;
        this.index = block.index();
        this.symbols = index.symbols();
        this.all = index.allSeries();
        this.tombstones = block.tombstones();
        this.entry = new SeriesEntry(index);
        this.stored = new BlockChunk(block.chunks());
        this.starts = block.starts();
    }

    @Override
    public boolean next() {
        return block.reading(this::nextSeries);
    }

    private boolean nextSeries() {
        if (next == all.size()) {
            return false;
        }
        int id = all.get(next++);
        entry.load(id);
        block.readStarts(starts, id, stored.starts());
        trimmer.begin(tombstones.of(id & 0xFFFF_FFFFL));
        readLabels();
        if (next > 1 && Arrays.compare(before, 0, 2 * labelCountBefore, labels, 0, 2 * labelCount) >= 0) {
            throw new CorruptDataException(
                    index.file(), index.seriesOffset(id), "series in label order", "one not after the one before it");
        }
        return true;
    }

    private void readLabels() {
        int[] swap = before;
        before = labels;
        labelCountBefore = labelCount;
        labelCount = entry.labelCount();
        labels = swap.length < 2 * labelCount ? new int[2 * labelCount] : swap;
        for (int i = 0; i < labelCount; i++) {
            labels[2 * i] = symbols.rank(entry.name(i));
            labels[2 * i + 1] = symbols.rank(entry.value(i));
        }
    }

    @Override
    public int labelCount() {
        return labelCount;
    }

    @Override
    public int nameSymbol(int i) {
        return labels[2 * i];
    }

    @Override
    public int valueSymbol(int i) {
        return labels[2 * i + 1];
    }

    @Override
    public boolean nextChunk() {
        return block.reading(this::loadNextChunk);
    }

    private boolean loadNextChunk() {
        current = trimmer.next();
        while (current == null && entry.nextChunk()) {
            current = trimmer.first(stored.load(entry));
        }
        return current != null;
    }

    @Override
    public ChunkView chunk() {
        return current;
    }

    @Override
    public void close() {
        next = all.size();
    }
}
