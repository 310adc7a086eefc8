package io.dunlin.tsdb.block;

/**
 * Series in label order, as the block writer and the merger read them: the head's frozen tables, a run and a block are
 * each one source. Reading is two passes, symbols first and then series, because an index file needs its sorted symbols
 * before the first series.
 *
 * <p>Labels are numbers: the {@code n}-th string that {@link #symbols()} gives is symbol {@code n}. The strings come in
 * byte order, so comparing numbers of one source is comparing strings, and a merge compares no string per series. The
 * caller closes each cursor; a source stays readable until it is closed, and closing it ends its cursors. One thread at a
 * time.
 */
public interface SeriesSource extends AutoCloseable {
    /** Starts the first pass: every string that a label of this source uses, once; unused strings may be among them. */
    SymbolCursor symbols();

    /** Starts the second pass. */
    SeriesCursor series();

    @Override
    void close();
}
