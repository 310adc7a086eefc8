package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.ChunkBuilder;
import io.dunlin.tsdb.block.ChunkView;
import io.dunlin.tsdb.block.SeriesCursor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.SymbolCursor;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What a snapshot shows of a table of out-of-order samples, series by series in label order and in time order, for the block
 * writer. Holds the snapshot until closed. One thread at a time.
 */
final class OutOfOrderSource implements SeriesSource {
    private final ViewRegistry.Hold hold;
    private final HeadTable table;
    private final SymbolOrder order;
    private final int[] slots;

    private OutOfOrderSource(ViewRegistry.Hold hold, HeadSnapshot.TableView view) {
        this.hold = hold;
        this.table = view.table();
        this.order = new SymbolOrder(List.of(table.index().symbols()));
        this.slots = sorted(view);
    }

    /** Returns all that a table has; takes over the hold. */
    static OutOfOrderSource of(ViewRegistry.Hold hold, HeadTable table) {
        OutOfOrderSource source = null;
        try {
            source = new OutOfOrderSource(
                    hold,
                    hold.snapshot().outOfOrder().stream()
                            .filter(view -> view.table() == table)
                            .findFirst()
                            .orElseThrow());
            return source;
        } finally {
            if (source == null) {
                hold.close();
            }
        }
    }

    private int[] sorted(HeadSnapshot.TableView view) {
        long[] all = Arrays.stream(view.visible().toArray()).asLongStream().toArray();
        TableLabels left = new TableLabels(table, order);
        TableLabels right = new TableLabels(table, order);
        new LongSorter((a, b) -> {
                    left.wrap((int) a);
                    right.wrap((int) b);
                    return TableLabels.compare(left, right);
                })
                .sort(all);
        return Arrays.stream(all).mapToInt(slot -> (int) slot).toArray();
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

    /** Walks the series; their samples are sorted and encoded anew. */
    private final class Cursor implements SeriesCursor {
        private final TableLabels labels = new TableLabels(table, order);
        private final OutOfOrderReader reader =
                new OutOfOrderReader(hold.snapshot().sequence(), Long.MIN_VALUE, Long.MAX_VALUE);
        private final SampleBuffer samples = new SampleBuffer();
        private final ChunkBuilder builder = new ChunkBuilder();
        private int nextSeries;
        private int nextSample;
        private int[] names = new int[32];
        private int[] values = new int[32];
        private int labelCount;

        @Override
        public boolean next() {
            if (nextSeries == slots.length) {
                return false;
            }
            int slot = slots[nextSeries++];
            int count = labels.wrap(slot);
            names = count > names.length ? new int[2 * count] : names;
            values = count > values.length ? new int[2 * count] : values;
            for (labelCount = 0; labels.next(); labelCount++) {
                names[labelCount] = labels.name();
                values[labelCount] = labels.value();
            }
            samples.clear();
            nextSample = 0;
            reader.read(table, slot, samples);
            return true;
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
            if (nextSample == samples.size()) {
                return false;
            }
            nextSample += builder.encode(samples, nextSample, ChunkPhase.MOST_SAMPLES);
            return true;
        }

        @Override
        public ChunkView chunk() {
            return builder;
        }

        @Override
        public void close() {
            nextSeries = slots.length;
            nextSample = samples.size();
        }
    }
}
