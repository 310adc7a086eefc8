package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.ChunkBuilder;
import io.dunlin.tsdb.block.ChunkTrimmer;
import io.dunlin.tsdb.block.ChunkView;
import io.dunlin.tsdb.block.SeriesCursor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.SymbolCursor;
import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.EncodedChunk;
import io.dunlin.tsdb.chunk.StartColumn;
import io.dunlin.tsdb.index.SymbolTable;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The samples of some tables, series by series in label order, for the block writer: the sealed chunks of some epochs, or
 * everything. Holds the snapshot until closed. One thread at a time.
 */
final class HeadSource implements SeriesSource {
    private final ViewRegistry.Hold hold;
    private final Wanted wanted;
    private final SymbolOrder order;
    private final LabelsByReference left = new LabelsByReference();

    /** A second cursor for each table, since two sets of one table are compared. */
    private final LabelsByReference right = new LabelsByReference();

    private final long[] references;

    /** The epochs wanted, and whether samples in open chunks are too. */
    private record Wanted(int firstEpoch, int lastEpoch, boolean open) {}

    private HeadSource(ViewRegistry.Hold hold, List<HeadSnapshot.TableView> tables, Wanted wanted) {
        this.hold = hold;
        this.wanted = wanted;
        List<SymbolTable> symbols = new ArrayList<>();
        for (HeadSnapshot.TableView view : tables) {
            symbols.add(view.table().index().symbols());
        }
        this.order = new SymbolOrder(symbols);
        this.references = collect(tables);
        LabelSortKeys keys = new LabelSortKeys();
        for (long reference : references) {
            keys.note(left.of(reference));
        }
        keys.noted();
        KeyedSort.sort(
                references,
                reference -> keys.key(left.of(reference)),
                (a, b) -> TableLabels.compare(left.of(a), right.of(b)));
    }

    /** Returns one epoch of all tables, whose samples are all sealed; takes over the hold. */
    static HeadSource ofEpoch(ViewRegistry.Hold hold, int epoch) {
        return holding(hold, hold.snapshot().tables(), new Wanted(epoch, epoch, false));
    }

    /** Returns all of one table, whose samples are all sealed; takes over the hold. */
    static HeadSource ofTable(ViewRegistry.Hold hold, HeadTable table) {
        Wanted all = new Wanted(hold.snapshot().firstEpoch(), Integer.MAX_VALUE, false);
        return holding(hold, tables(hold, view -> view.table() == table), all);
    }

    /** Returns all samples of some tables, of which no two have the same series; takes over the hold. */
    static HeadSource ofAll(ViewRegistry.Hold hold, Predicate<HeadSnapshot.TableView> chosen) {
        Wanted all = new Wanted(hold.snapshot().firstEpoch(), Integer.MAX_VALUE, true);
        return holding(hold, tables(hold, chosen), all);
    }

    private static List<HeadSnapshot.TableView> tables(
            ViewRegistry.Hold hold, Predicate<HeadSnapshot.TableView> chosen) {
        return hold.snapshot().tables().stream().filter(chosen).toList();
    }

    /** The hold must not outlive a source that could not be made. */
    private static HeadSource holding(ViewRegistry.Hold hold, List<HeadSnapshot.TableView> tables, Wanted wanted) {
        HeadSource source = null;
        try {
            source = new HeadSource(hold, tables, wanted);
            return source;
        } finally {
            if (source == null) {
                hold.close();
            }
        }
    }

    /** Reads the labels of series by their references. */
    private final class LabelsByReference {
        private final Map<HeadTable, TableLabels> byTable = new HashMap<>();

        /** The table of the reference before, which nearly all have in common where a cohort is written. */
        private int generation = -1;

        private TableLabels labels;

        /** Returns the labels of a series, valid until the next call. */
        TableLabels of(long reference) {
            if (SeriesRef.generation(reference) != generation) {
                generation = SeriesRef.generation(reference);
                labels = byTable.computeIfAbsent(
                        hold.snapshot().table(generation), table -> new TableLabels(table, order));
            }
            labels.wrap(SeriesRef.slot(reference));
            return labels;
        }
    }

    /** The series that have something of what is wanted; where open chunks are, any may. */
    private long[] collect(List<HeadSnapshot.TableView> tables) {
        long[] found = new long[1024];
        int count = 0;
        for (HeadSnapshot.TableView view : tables) {
            for (int slot : view.visible()) {
                if (wanted.open || newest(view.table(), slot) != EpochChunks.NONE) {
                    found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
                    found[count++] = view.table().reference(slot);
                }
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Returns the address of a series' newest chunk of the epochs, or none; newer epochs are passed over. */
    private long newest(HeadTable table, int slot) {
        long address = table.sealed(slot);
        while (isIntact(address) && EpochChunks.epochOf(address) > wanted.lastEpoch) {
            address = previous(address);
        }
        return isWanted(address) ? address : EpochChunks.NONE;
    }

    private boolean isWanted(long address) {
        return EpochChunks.epochOf(address) >= wanted.firstEpoch && isIntact(address);
    }

    private boolean isIntact(long address) {
        return address != EpochChunks.NONE && hold.snapshot().holder(address) != null;
    }

    private long previous(long address) {
        Region region = hold.snapshot().epoch(EpochChunks.epochOf(address)).region();
        return region.getLong(EpochChunks.place(address) + SealedChunkLayout.PREVIOUS);
    }

    @Override
    public SymbolCursor symbols() {
        return order.cursor();
    }

    @Override
    public SeriesCursor series() {
        return wanted.open ? new SampleCursor() : new SealedCursor();
    }

    @Override
    public void close() {
        hold.close();
    }

    /** Walks the series and reads their labels; of what chunks they have knows who extends it. */
    private abstract class Cursor implements SeriesCursor {
        private int nextSeries;
        private int[] names = new int[32];
        private int[] values = new int[32];
        private int labelCount;

        @Override
        public final boolean next() {
            if (nextSeries == references.length) {
                return false;
            }
            long reference = references[nextSeries++];
            readLabels(left.of(reference));
            begin(hold.snapshot().view(SeriesRef.generation(reference)), SeriesRef.slot(reference));
            return true;
        }

        /** Stands before the first chunk of a series from now on. */
        abstract void begin(HeadSnapshot.TableView view, int slot);

        private void readLabels(TableLabels series) {
            labelCount = 0;
            while (series.next()) {
                if (labelCount == names.length) {
                    names = Arrays.copyOf(names, 2 * labelCount);
                    values = Arrays.copyOf(values, 2 * labelCount);
                }
                names[labelCount] = series.name();
                values[labelCount++] = series.value();
            }
        }

        @Override
        public final int labelCount() {
            return labelCount;
        }

        @Override
        public final int nameSymbol(int i) {
            return names[i];
        }

        @Override
        public final int valueSymbol(int i) {
            return values[i];
        }

        @Override
        public void close() {
            nextSeries = references.length;
        }
    }

    /** Shows all samples in new chunks, since some of them are in chunks that still grow. */
    private final class SampleCursor extends Cursor {
        private final ChunkReader reader = new ChunkReader(hold.snapshot(), Long.MIN_VALUE, Long.MAX_VALUE);
        private final SampleBuffer read = new SampleBuffer();
        private final ChunkBuilder builder = new ChunkBuilder();
        private int shown;

        @Override
        void begin(HeadSnapshot.TableView view, int slot) {
            read.clear();
            shown = 0;
            reader.read(view, slot, read);
        }

        @Override
        public boolean nextChunk() {
            boolean more = shown < read.size();
            if (more) {
                shown += builder.encode(read, shown, ChunkPhase.MOST_SAMPLES);
            }
            return more;
        }

        @Override
        public ChunkView chunk() {
            return builder;
        }
    }

    /** Shows the sealed chunks, which lead from the newest to the oldest and are turned round. */
    private final class SealedCursor extends Cursor implements ChunkView {
        private final EncodedChunk encoded = new EncodedChunk();
        private final StartColumn starts = new StartColumn();
        private final ChunkTrimmer trimmer = new ChunkTrimmer();
        private long[] chunks = new long[16];
        private int chunksLeft;
        private Region region;
        private long place;
        private ChunkView current;

        @Override
        void begin(HeadSnapshot.TableView view, int slot) {
            trimmer.begin(view.tombstones().of(slot));
            collectChunks(view.table(), slot);
        }

        private void collectChunks(HeadTable table, int slot) {
            chunksLeft = 0;
            for (long address = newest(table, slot); isWanted(address); address = previous(address)) {
                chunks = chunksLeft == chunks.length ? Arrays.copyOf(chunks, 2 * chunksLeft) : chunks;
                chunks[chunksLeft++] = address;
            }
        }

        @Override
        public boolean nextChunk() {
            current = trimmer.next();
            while (current == null && chunksLeft > 0) {
                moveTo(chunks[--chunksLeft]);
                current = trimmer.first(this);
            }
            return current != null;
        }

        private void moveTo(long address) {
            region = hold.snapshot().epoch(EpochChunks.epochOf(address)).region();
            place = EpochChunks.place(address);
            encoded.wrap(ChunkEncoding.ofCode(encoding()), region, address(), length());
            SealedChunkLayout.readStarts(region, place, starts);
        }

        @Override
        public ChunkView chunk() {
            return current;
        }

        @Override
        public int encoding() {
            return region.getByte(place + SealedChunkLayout.ENCODING);
        }

        @Override
        public long minTime() {
            return region.getLong(place + SealedChunkLayout.MIN_TIME);
        }

        @Override
        public long maxTime() {
            return region.getLong(place + SealedChunkLayout.MAX_TIME);
        }

        @Override
        public int samples() {
            return encoded.count();
        }

        @Override
        public Region region() {
            return region;
        }

        @Override
        public long address() {
            return place + SealedChunkLayout.DATA;
        }

        @Override
        public int length() {
            return SealedChunkLayout.chunkLength(region, place);
        }

        @Override
        public StartColumn starts() {
            return starts;
        }

        @Override
        public void close() {
            super.close();
            chunksLeft = 0;
        }
    }
}
