package io.dunlin.bench.block;

import io.dunlin.compaction.BlockMerger;
import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.v1.BlockReader;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;
import org.roaringbitmap.buffer.MutableRoaringBitmap;

/** Milliseconds an operation on blocks of 100,000 per-request series. Writing and merging include the syncs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
public class BlockBenchmark {
    private static final int SERIES = 100_000;
    private static final long EPOCH = 7_200_000;

    /** Series of about 218 index bytes are numbered in steps of 16 bytes. */
    private static final int ID_DISTANCE = 14;

    private final OffHeap offHeap = OffHeap.withLimit(1L << 30);
    private final BlockMerger merger = new BlockMerger();
    private final SampleBuffer buffer = new SampleBuffer();
    private Path directory;
    private Compactor.Workplace workplace;
    private Block first;
    private Block second;
    private SeriesSet all;
    private SeriesReader reader;
    private ImmutableRoaringBitmap[] bitmaps;
    private ImmutableRoaringBitmap[] denseBitmaps;

    /** Writes two blocks. */
    @Setup
    public void open() throws IOException {
        directory = Files.createTempDirectory("dunlin-block-benchmark");
        workplace = new Compactor.Workplace(Disk.system(), offHeap, directory.resolve("tmp"));
        first = read(write(0));
        second = read(write(EPOCH));
        all = select(first, LabelMatcher.equal("__name__", OneShotSource.METRIC));
        bitmaps = bitmaps(ID_DISTANCE);
        denseBitmaps = bitmaps(1);
        reader = all.reader();
    }

    /** The series of the metric, of one tenant and of one pod; they come pod by pod. */
    private static ImmutableRoaringBitmap[] bitmaps(int distance) {
        MutableRoaringBitmap[] lists = {
            new MutableRoaringBitmap(), new MutableRoaringBitmap(), new MutableRoaringBitmap()
        };
        int ofPod = SERIES / OneShotSource.PODS;
        for (int i = 0; i < SERIES; i++) {
            lists[0].add(i * distance);
            if (i % ofPod % OneShotSource.TENANTS == 7) {
                lists[1].add(i * distance);
            }
            if (i / ofPod == 77) {
                lists[2].add(i * distance);
            }
        }
        ImmutableRoaringBitmap[] mapped = new ImmutableRoaringBitmap[lists.length];
        for (int i = 0; i < lists.length; i++) {
            lists[i].runOptimize();
            ByteBuffer bytes = ByteBuffer.allocateDirect(lists[i].serializedSizeInBytes());
            lists[i].serialize(bytes);
            mapped[i] = new ImmutableRoaringBitmap(bytes.flip());
        }
        return mapped;
    }

    private Block read(BlockMeta meta) {
        Path path = directory.resolve(meta.ulid().toString());
        return BlockReader.open(Disk.system(), offHeap, path, damage -> {});
    }

    private BlockMeta write(long start) {
        return merger.write(
                        Compactor.Job.cut(workplace, directory, start, start + EPOCH),
                        List.of(new OneShotSource(SERIES, start)))
                .orElseThrow();
    }

    /** Deletes what writing and merging have left. */
    @TearDown(Level.Iteration)
    public void clean() throws IOException {
        List<Path> keep = List.of(first.directory(), second.directory(), workplace.temporary());
        for (Path path : Disk.system().list(directory)) {
            if (!keep.contains(path)) {
                Disk.system().deleteTree(path);
            }
        }
    }

    /** Deletes everything. */
    @TearDown
    public void close() throws IOException {
        first.close();
        second.close();
        Disk.system().deleteTree(directory);
    }

    private static SeriesSet select(Block block, LabelMatcher... matchers) {
        return block.querier(0, 2 * EPOCH).select(SelectHints.NONE, List.of(matchers));
    }

    /** Writes a block from a source that costs little: symbols, chunks, series, postings, checksums. */
    @Benchmark
    public BlockMeta writeBlock() {
        return write(2 * EPOCH);
    }

    /** Merges two blocks that share no series. */
    @Benchmark
    public BlockMeta mergeBlocks() {
        return merger.write(
                        new Compactor.Job(
                                workplace, directory, 0, 2 * EPOCH, List.of(first.meta(), second.meta()), () -> false),
                        List.of(first.source(), second.source()))
                .orElseThrow();
    }

    /** Opens a block, which reads no section. */
    @Benchmark
    public long openBlock() {
        try (Block block = read(first.meta())) {
            return block.sizeBytes();
        }
    }

    /** Finds one series by its metric and id. */
    @Benchmark
    public int selectOne() {
        return select(
                        first,
                        LabelMatcher.equal("__name__", OneShotSource.METRIC),
                        LabelMatcher.equal("request_id", OneShotSource.id(SERIES / 2, 0)))
                .size();
    }

    /** Intersects a list of all series with two of a fiftieth and a five-hundredth. */
    @Benchmark
    public int intersectPostings() {
        return select(
                        first,
                        LabelMatcher.equal("__name__", OneShotSource.METRIC),
                        LabelMatcher.equal("tenant", OneShotSource.name("tenant", 7)),
                        LabelMatcher.equal("pod", OneShotSource.name("pod", 77)))
                .size();
    }

    /**
     * The same intersection, without finding the lists, of bitmaps as they would lie mapped in a sidecar: with the distances
     * that ids have in a block, and with those of series counted from 0.
     */
    @Benchmark
    public int intersectBitmaps() {
        int found = 0;
        for (ImmutableRoaringBitmap[] lists : List.of(bitmaps, denseBitmaps)) {
            found += ImmutableRoaringBitmap.and(ImmutableRoaringBitmap.and(lists[2], lists[1]), lists[0])
                    .toArray()
                    .length;
        }
        return found;
    }

    /** Unites the lists of a prefix of 100 pods. */
    @Benchmark
    public int selectByPrefix() {
        return select(first, new LabelMatcher(LabelMatcher.Type.REGEX, "pod", "pod-01.*"))
                .size();
    }

    /** Reads one label of all series as numbers. */
    @Benchmark
    public int readColumn() {
        return all.column("tenant").bound();
    }

    /** Decodes the chunks of all series. */
    @Benchmark
    public double readChunks() {
        double sum = 0;
        for (int i = 0; i < all.size(); i++) {
            buffer.clear();
            reader.read(i, buffer);
            sum += buffer.values()[0];
        }
        return sum;
    }
}
