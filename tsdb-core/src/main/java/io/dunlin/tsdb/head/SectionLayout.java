package io.dunlin.tsdb.head;

/**
 * What a record of the head's log, or a frame of its checkpoint, says: sections, one behind another, each a kind and its
 * content. Numbers are LEB128, {@code signed} ones zigzag; {@code bits} are eight bytes, little-endian. A series is named
 * by its 64-bit reference (generation, slot), which is never given to another series.
 * <pre>
 * record     := section*
 * section    := 1 table | 2 series | 3 moved | 4 boundary | 5 floats | 6 floats with starts | 7 exemplar | 8 metadata
 *              | 9 sealed chunks | 10 open chunks | 11 leaving | 12 dropped | 13 histogram
 *              | 14 deleted | 15 times | 16 epochs | 17 length | 18 out-of-order table | 19 out-of-order block
 *              | 20 seeds | 21 slots | 22 identities | 23 labels | 24 postings | 25 cut
 * table      := generation, signed first millisecond behind its births (the largest long for the tenured table)
 * series     := generation, slot, length, canonical labels
 * moved      := generation, slot, generation, slot                    from, to
 * leaving    := generation                                            its series begin anew elsewhere
 * dropped    := generation                                            what it had is in a run, in a block or moved
 * boundary   := signed milliseconds                                   what is older is in blocks
 * cut        := signed milliseconds, ULID as 2 × eight bytes, high first   a boundary where a block of that name, or one made of
 *                                                                    it, is there
 * floats     := count { signed reference delta, signed time delta, value bits }
 * with starts:= count { signed reference delta, signed time delta, value bits, signed start }
 * exemplar   := length, canonical labels of the series, signed time, value bits, length, canonical labels
 * metadata   := 4 × { length, UTF-8 }                                  family, type, help, unit
 * histogram  := generation, slot, signed time, signed start, 1 where all counts are whole, {@link HistogramRecord}
 * deleted    := count { signed reference delta, signed first time, signed last time }
 * sealed     := generation, slot, samples in them, {@link EpochChunks} address of the newest       of a series without an open chunk
 * open       := generation, first slot, series, 0, length, blocks       a block ({@link OpenBlockLayout}) for each slot in a row
 *              | generation, first slot, series, 1, series × { address, samples before the open chunk }, length, blocks
 *                                                                     of series with sealed chunks; eight bytes each number
 * times      := generation, signed oldest, signed newest               of the samples of a table
 * length     := milliseconds of an epoch, before all that depends on it
 * epochs     := count { signed number, bytes of its file, chunks, signed oldest, signed newest }
 * out-of-order table := generation, signed first millisecond behind its epoch
 * out-of-order block := generation, slot, length, block ({@link OutOfOrderBlockLayout}), oldest first
 * seeds      := 2 × eight bytes                                        of the hash by which series are known, first of all
 * slots      := generation, count, length, serialized RoaringBitmap    of the slots that have moved
 * identities := generation, count { low half, high half, slot }        the hashes of a table's series, eight bytes a half
 * labels     := generation, first slot, series, count { length, UTF-8 }, length, label sets       of slots in a row
 * label set  := count { name, value }                                  as {@link io.dunlin.tsdb.index.LabelSets} has them: twice the
 *                                                                     numbers of strings, which count from 1 in a table
 * postings   := generation, name, value, count { slot delta }          numbers of strings; the slots that have the label, rising
 *              | generation, name, value, 0, length, serialized RoaringBitmap     more of them; value 0: that have the name
 * </pre>
 * Series and tables are written before the first record that names them, in records of their own; the rest of a request is
 * one record, so that it comes back whole or not at all. Samples of an out-of-order table are written like others. Chunks,
 * blocks, times, and what stands behind them here (not out-of-order tables) are in checkpoints only; there, labels are in
 * frames of their own and take the place of series, but for those of out-of-order tables.
 */
final class SectionLayout {
    static final int TABLE = 1;
    static final int SERIES = 2;
    static final int MOVED = 3;
    static final int BOUNDARY = 4;
    static final int FLOATS = 5;
    static final int FLOATS_WITH_STARTS = 6;
    static final int EXEMPLAR = 7;
    static final int METADATA = 8;
    static final int SEALED_CHUNKS = 9;
    static final int OPEN_CHUNKS = 10;
    static final int LEAVING = 11;
    static final int DROPPED = 12;
    static final int HISTOGRAM = 13;
    static final int DELETED = 14;
    static final int TIMES = 15;
    static final int EPOCHS = 16;
    static final int EPOCH_LENGTH = 17;
    static final int OUT_OF_ORDER_TABLE = 18;
    static final int OUT_OF_ORDER_BLOCK = 19;
    static final int SEEDS = 20;
    static final int SLOTS = 21;
    static final int IDENTITIES = 22;
    static final int LABELS = 23;
    static final int POSTINGS = 24;
    static final int CUT = 25;

    private SectionLayout() {}

    /** Returns whether a frame that begins with a section is one of labels. */
    static boolean isOfLabels(int kind) {
        return kind == LABELS || kind == POSTINGS;
    }

    /** Returns whether a section names series only by their references, and begins and ends none. */
    static boolean isOfSamples(int kind) {
        return switch (kind) {
            case FLOATS, FLOATS_WITH_STARTS, HISTOGRAM, EXEMPLAR, METADATA -> true;
            default -> false;
        };
    }
}
