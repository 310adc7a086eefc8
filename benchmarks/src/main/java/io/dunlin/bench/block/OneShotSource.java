package io.dunlin.bench.block;

import io.dunlin.tsdb.block.ChunkBuilder;
import io.dunlin.tsdb.block.ChunkView;
import io.dunlin.tsdb.block.SeriesCursor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.SymbolCursor;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Per-request series as a source that holds nothing: nine labels, one of them a request id of 36 bytes that no other series
 * has, and two samples each. The ids are the first symbols, the few other strings follow.
 */
final class OneShotSource implements SeriesSource {
    static final int PODS = 500;
    static final int TENANTS = 50;
    static final String METRIC = "llm_request_tokens";

    private static final String[] NAMES = {
        "__name__", "engine", "instance", "job", "model", "pod", "request_id", "tenant", "zone"
    };

    private final int series;
    private final long start;

    /** All strings but the ids, in byte order. */
    private final String[] others;

    /** Makes a source of {@code series} requests in the two hours from {@code start} on. */
    OneShotSource(int series, long start) {
        this.series = series;
        this.start = start;
        TreeSet<String> strings = new TreeSet<>(Arrays.asList(NAMES));
        strings.addAll(Arrays.asList(METRIC, "engine-0", "job-0", "model-0", "zone-0"));
        for (int pod = 0; pod < PODS; pod++) {
            strings.add(name("pod", pod));
            strings.add(name("host", pod));
        }
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            strings.add(name("tenant", tenant));
        }
        others = strings.toArray(new String[0]);
    }

    /** Returns the id of a request; begins with a digit, so that ids come before all other strings. */
    static String id(int request, long start) {
        return String.format(Locale.ROOT, "%09d-%013d-0123456789ab", request, start);
    }

    static String name(String kind, int number) {
        return String.format(Locale.ROOT, "%s-%04d", kind, number);
    }

    private int symbol(String other) {
        return series + Arrays.binarySearch(others, other);
    }

    @Override
    public SymbolCursor symbols() {
        return new Symbols();
    }

    @Override
    public SeriesCursor series() {
        return new Series();
    }

    @Override
    public void close() {}

    private final class Symbols implements SymbolCursor {
        private int next;
        private byte[] bytes = {};

        @Override
        public boolean next() {
            if (next == series + others.length) {
                return false;
            }
            String text = next < series ? id(next, start) : others[next - series];
            bytes = text.getBytes(StandardCharsets.US_ASCII);
            next++;
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
    }

    /** Walks the requests pod by pod: the first label that differs between two of them is the host's. */
    private final class Series implements SeriesCursor {
        private final int[] names =
                Arrays.stream(NAMES).mapToInt(OneShotSource.this::symbol).toArray();
        private final int[] values = new int[NAMES.length];
        private final int[] tenants = new int[TENANTS];
        private final SampleBuffer samples = new SampleBuffer();
        private final ChunkBuilder chunk = new ChunkBuilder();
        private int pod = -1;
        private int request = series;
        private boolean chunkShown;

        Series() {
            String[] fixed = {METRIC, "engine-0", "", "job-0", "model-0", "", "", "", "zone-0"};
            for (int i = 0; i < fixed.length; i++) {
                values[i] = fixed[i].isEmpty() ? 0 : symbol(fixed[i]);
            }
            Arrays.setAll(tenants, i -> symbol(name("tenant", i)));
        }

        @Override
        public boolean next() {
            request += PODS;
            while (request >= series) {
                pod++;
                if (pod == PODS || pod == series) {
                    return false;
                }
                request = pod;
                values[2] = symbol(name("host", pod));
                values[5] = symbol(name("pod", pod));
            }
            values[6] = request;
            values[7] = tenants[request / PODS % TENANTS];
            chunkShown = false;
            return true;
        }

        @Override
        public int labelCount() {
            return values.length;
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
            if (chunkShown) {
                return false;
            }
            chunkShown = true;
            samples.clear();
            samples.add(start + request % 7_000_000, request % 4096);
            samples.add(start + request % 7_000_000 + 15_000, request % 4096 + 256.0);
            chunk.encode(samples, 0, samples.size());
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
