package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.ChunkView;
import io.dunlin.tsdb.block.SeriesCursor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.SymbolCursor;
import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.EncodedChunk;
import io.dunlin.tsdb.index.LabelSets;
import io.dunlin.tsdb.index.SymbolTable;
import io.dunlin.tsdb.memory.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sealed chunks of some tables and epochs, series by series in label order, for the block writer. Holds the snapshot
 * until closed. One thread at a time.
 */
final class HeadSource implements SeriesSource {
    private final ViewRegistry.Hold hold;
    private final int firstEpoch;
    private final int lastEpoch;
    private final SymbolOrder order;
    private final Map<HeadTable, TableLabels> labels = new HashMap<>();

    /** A second cursor for each table, since two sets of one table are compared. */
    private final Map<HeadTable, TableLabels> others = new HashMap<>();

    private final long[] references;

    private HeadSource(ViewRegistry.Hold hold, List<HeadSnapshot.TableView> tables, int firstEpoch, int lastEpoch) {
        this.hold = hold;
        this.firstEpoch = firstEpoch;
        this.lastEpoch = lastEpoch;
        List<SymbolTable> symbols = new ArrayList<>();
        for (HeadSnapshot.TableView view : tables) {
            symbols.add(view.table().index().symbols());
        }
        this.order = new SymbolOrder(symbols);
        this.references = collect(tables);
        TableLabels[] pair = new TableLabels[2];
        new LongSorter((a, b) -> {
                    pair[0] = labels(a, 0);
                    pair[1] = labels(b, 1);
                    return TableLabels.compare(pair[0], pair[1]);
                })
                .sort(references);
    }

    /** Returns one epoch of all tables, whose samples are all sealed; takes over the hold. */
    static HeadSource ofEpoch(ViewRegistry.Hold hold, int epoch) {
        return holding(hold, hold.snapshot().tables(), epoch, epoch);
    }

    /** Returns all of one table, whose samples are all sealed; takes over the hold. */
    static HeadSource ofTable(ViewRegistry.Hold hold, HeadTable table) {
        List<HeadSnapshot.TableView> views = hold.snapshot().tables().stream()
                .filter(view -> view.table() == table)
                .toList();
        return holding(hold, views, hold.snapshot().firstEpoch(), Integer.MAX_VALUE);
    }

    /** The hold must not outlive a source that could not be made. */
    private static HeadSource holding(
            ViewRegistry.Hold hold, List<HeadSnapshot.TableView> tables, int firstEpoch, int lastEpoch) {
        HeadSource source = null;
        try {
            source = new HeadSource(hold, tables, firstEpoch, lastEpoch);
            return source;
        } finally {
            if (source == null) {
                hold.close();
            }
        }
    }

    /** One table's label sets as positions in {@link #order}. */
    private static final class TableLabels {
        private final HeadTable table;
        private final int[] own;
        private final int[] parent;
        private final LabelSets.Cursor cursor;

        TableLabels(HeadTable table, SymbolOrder order) {
            SymbolTable symbols = table.index().symbols();
            this.table = table;
            this.own = order.positions(symbols);
            this.parent = symbols.parent() == null ? own : order.positions(symbols.parent());
            this.cursor = table.index().labelSets().cursor();
        }

        int wrap(int slot) {
            return cursor.wrap(table.labelSet(slot));
        }

        int name() {
            return position(cursor.name());
        }

        int value() {
            return position(cursor.value());
        }

        private int position(int ref) {
            return (SymbolTable.isParents(ref) ? parent : own)[SymbolTable.number(ref)];
        }

        static int compare(TableLabels a, TableLabels b) {
            while (true) {
                boolean more = a.cursor.next();
                if (!b.cursor.next()) {
                    return more ? 1 : 0;
                }
                if (!more) {
                    return -1;
                }
                int names = Integer.compare(a.name(), b.name());
                int both = names != 0 ? names : Integer.compare(a.value(), b.value());
                if (both != 0) {
                    return both;
                }
            }
        }
    }

    private TableLabels labels(long reference, int side) {
        HeadTable table = hold.snapshot().table(SeriesRef.generation(reference));
        TableLabels found = (side == 0 ? labels : others).computeIfAbsent(table, any -> new TableLabels(table, order));
        found.wrap(SeriesRef.slot(reference));
        return found;
    }

    /** The series that have a chunk of the epochs. */
    private long[] collect(List<HeadSnapshot.TableView> tables) {
        long[] found = new long[1024];
        int count = 0;
        for (HeadSnapshot.TableView view : tables) {
            for (int slot : view.visible()) {
                if (newest(view.table(), slot) != EpochChunks.NONE) {
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
        while (address != EpochChunks.NONE && EpochChunks.epochOf(address) > lastEpoch) {
            address = previous(address);
        }
        return isWanted(address) ? address : EpochChunks.NONE;
    }

    private boolean isWanted(long address) {
        return address != EpochChunks.NONE && EpochChunks.epochOf(address) >= firstEpoch;
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
        return new Cursor();
    }

    @Override
    public void close() {
        hold.close();
    }

    /** Walks the series; their chunks lead from the newest to the oldest and are turned round. */
    private final class Cursor implements SeriesCursor, ChunkView {
        private final EncodedChunk encoded = new EncodedChunk();
        private int nextSeries;
        private int[] names = new int[32];
        private int[] values = new int[32];
        private int labelCount;
        private long[] chunks = new long[16];
        private int chunksLeft;
        private Region region;
        private long place;

        @Override
        public boolean next() {
            if (nextSeries == references.length) {
                return false;
            }
            long reference = references[nextSeries++];
            readLabels(labels(reference, 0));
            collectChunks(hold.snapshot().table(SeriesRef.generation(reference)), SeriesRef.slot(reference));
            return true;
        }

        private void readLabels(TableLabels series) {
            labelCount = 0;
            while (series.cursor.next()) {
                if (labelCount == names.length) {
                    names = Arrays.copyOf(names, 2 * labelCount);
                    values = Arrays.copyOf(values, 2 * labelCount);
                }
                names[labelCount] = series.name();
                values[labelCount++] = series.value();
            }
        }

        private void collectChunks(HeadTable table, int slot) {
            chunksLeft = 0;
            for (long address = newest(table, slot); isWanted(address); address = previous(address)) {
                chunks = chunksLeft == chunks.length ? Arrays.copyOf(chunks, 2 * chunksLeft) : chunks;
                chunks[chunksLeft++] = address;
            }
        }

        @Override
        public int labelCount() {
            return labelCount;
        }

        @Override
        public int nameSymbol(int i) {
            return names[i];
        }

        @Override
        public int valueSymbol(int i) {
            return values[i];
        }

        @Override
        public boolean nextChunk() {
            if (chunksLeft == 0) {
                return false;
            }
            long address = chunks[--chunksLeft];
            region = hold.snapshot().epoch(EpochChunks.epochOf(address)).region();
            place = EpochChunks.place(address);
            encoded.wrap(ChunkEncoding.ofCode(encoding()), region, address(), length());
            return true;
        }

        @Override
        public ChunkView chunk() {
            return this;
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
            return region.getShort(place + SealedChunkLayout.DATA_LENGTH) & 0xffff;
        }

        @Override
        public void close() {
            nextSeries = references.length;
            chunksLeft = 0;
        }
    }
}
