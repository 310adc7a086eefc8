package io.dunlin.tsdb.block;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.Utf8Order;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Series held in Java objects, as a source: what tests and the README write blocks from. Add samples in time order. */
public final class MemorySource implements SeriesSource {
    private final TreeMap<Labels, SampleBuffer> series = new TreeMap<>();
    private final int samplesPerChunk;

    /** Makes a source whose chunks hold 120 samples. */
    public MemorySource() {
        this(120);
    }

    /** Makes a source with another number of samples a chunk. */
    public MemorySource(int samplesPerChunk) {
        this.samplesPerChunk = samplesPerChunk;
    }

    /** Adds a sample. */
    public MemorySource add(Labels labels, long time, double value) {
        series.computeIfAbsent(labels, key -> new SampleBuffer()).add(time, value);
        return this;
    }

    /** Adds a sample with a start timestamp. */
    public MemorySource add(Labels labels, long start, long time, double value) {
        add(labels, time, value);
        SampleBuffer samples = series.get(labels);
        samples.startTime(samples.size() - 1, start);
        return this;
    }

    /** Adds a histogram sample. */
    public MemorySource add(Labels labels, long time, FloatHistogram histogram) {
        series.computeIfAbsent(labels, key -> new SampleBuffer()).add(time, histogram);
        return this;
    }

    /** Returns what has been added. */
    public Map<Labels, SampleBuffer> samples() {
        return series;
    }

    private List<String> sortedSymbols() {
        NavigableSet<String> symbols = new TreeSet<>(Utf8Order.COMPARATOR);
        series.keySet()
                .forEach(labels -> labels.forEach(label -> {
                    symbols.add(label.name());
                    symbols.add(label.value());
                }));
        return new ArrayList<>(symbols);
    }

    @Override
    public SymbolCursor symbols() {
        Iterator<String> symbols = sortedSymbols().iterator();
        return new SymbolCursor() {
            private byte[] bytes;

            @Override
            public boolean next() {
                if (!symbols.hasNext()) {
                    return false;
                }
                bytes = symbols.next().getBytes(StandardCharsets.UTF_8);
                return true;
            }

            @Override
            public byte[] bytes() {
                return bytes;
            }

            @Override
            public int length() {
                return bytes.length;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public SeriesCursor series() {
        return new Cursor();
    }

    @Override
    public void close() {}

    private final class Cursor implements SeriesCursor {
        private final TreeMap<String, Integer> numbers = new TreeMap<>(Utf8Order.COMPARATOR);
        private final Iterator<Map.Entry<Labels, SampleBuffer>> entries =
                series.entrySet().iterator();
        private final ChunkBuilder chunk = new ChunkBuilder();
        private Map.Entry<Labels, SampleBuffer> current;
        private int encoded;

        Cursor() {
            List<String> symbols = sortedSymbols();
            for (int i = 0; i < symbols.size(); i++) {
                numbers.put(symbols.get(i), i);
            }
        }

        @Override
        public boolean next() {
            encoded = 0;
            current = entries.hasNext() ? entries.next() : null;
            return current != null;
        }

        @Override
        public int labelCount() {
            return current.getKey().size();
        }

        @Override
        public int nameSymbol(int i) {
            return numbers.get(current.getKey().name(i));
        }

        @Override
        public int valueSymbol(int i) {
            return numbers.get(current.getKey().value(i));
        }

        @Override
        public boolean nextChunk() {
            if (encoded == current.getValue().size()) {
                return false;
            }
            encoded += chunk.encode(current.getValue(), encoded, samplesPerChunk);
            return true;
        }

        @Override
        public ChunkView chunk() {
            return chunk;
        }

        @Override
        public void close() {}
    }
}
