package io.dunlin.tsdb.block;

/**
 * Walks the series of a {@link SeriesSource} in strictly rising label order, and the chunks of each in time order. A
 * reused flyweight: every getter speaks of the series or chunk moved to last, and makes no object. One thread at a time.
 *
 * <p>Label order compares pair by pair, name before value, a label set before its extensions. Chunks of one series do not
 * overlap: each begins after the one before it has ended (out-of-order samples are a source of their own).
 */
public interface SeriesCursor extends AutoCloseable {
    /** Moves to the next series and before its first chunk; false at the end. */
    boolean next();

    /** Returns the number of labels of the series. */
    int labelCount();

    /** Returns the symbol of the name of the {@code i}-th label; labels are sorted by name. */
    int nameSymbol(int i);

    /** Returns the symbol of the value of the {@code i}-th label. */
    int valueSymbol(int i);

    /** Moves to the next chunk of the series; false when there is none left. */
    boolean nextChunk();

    /** Returns the chunk moved to last, the same object every time. */
    ChunkView chunk();

    @Override
    void close();
}
