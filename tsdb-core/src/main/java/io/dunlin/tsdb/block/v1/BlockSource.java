package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.SeriesCursor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.SymbolCursor;

/** A block as a source for a merge. Holds nothing: the block must stay open meanwhile. */
final class BlockSource implements SeriesSource {
    private final BlockReader block;

    BlockSource(BlockReader block) {
        this.block = block;
    }

    @Override
    public SymbolCursor symbols() {
        return block.reading(() -> block.index().symbols().cursor());
    }

    @Override
    public SeriesCursor series() {
        return block.reading(() -> new BlockSeriesCursor(block));
    }

    @Override
    public void close() {}
}
