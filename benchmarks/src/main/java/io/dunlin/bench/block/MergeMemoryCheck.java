package io.dunlin.bench.block;

import io.dunlin.compaction.BlockMerger;
import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.v1.BlockReader;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.OffHeap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How much memory a merge takes at its peak, and how long, as blocks grow: three blocks of per-request series become one, of
 * every size twice, of which the second counts. Memory is what the kernel calls anonymous and shared of the whole process, as
 * elsewhere; start it with a small heap, which otherwise takes what it may.
 */
public final class MergeMemoryCheck {
    private static final long EPOCH = 7_200_000;
    private static final int BLOCKS = 3;
    private static final long EVERY_MILLIS = 5;
    private static final double KIB_PER_MIB = 1024;
    private static final double BYTES_PER_MIB = 1 << 20;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Path directory;
    private final OffHeap offHeap = OffHeap.withLimit(1L << 30);

    private MergeMemoryCheck(Path directory) {
        this.directory = directory;
    }

    /** Runs the check: {@code MergeMemoryCheck [directory] [series a block]…}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        for (int i = 1; i < arguments.length; i++) {
            MergeMemoryCheck check = new MergeMemoryCheck(directory.resolve(arguments[i]));
            check.run(Integer.parseInt(arguments[i]));
        }
    }

    private void run(int series) throws IOException, InterruptedException {
        Compactor.Workplace workplace = new Compactor.Workplace(Disk.system(), offHeap, directory.resolve("tmp"));
        List<BlockMeta> metas = new ArrayList<>();
        for (int block = 0; block < BLOCKS; block++) {
            long start = block * EPOCH;
            metas.add(new BlockMerger()
                    .write(
                            Compactor.Job.cut(workplace, directory, start, start + EPOCH),
                            List.of(new OneShotSource(series, start)))
                    .orElseThrow());
        }
        merge(workplace, metas);
        System.out.println(series + " series a block: " + merge(workplace, metas));
        Disk.system().deleteTree(directory);
    }

    private String merge(Compactor.Workplace workplace, List<BlockMeta> metas)
            throws IOException, InterruptedException {
        List<Block> blocks = new ArrayList<>();
        for (BlockMeta meta : metas) {
            Path path = directory.resolve(meta.ulid().toString());
            blocks.add(BlockReader.open(Disk.system(), offHeap, path, damage -> {}));
        }
        System.gc();
        Watch watch = new Watch();
        long start = System.nanoTime();
        List<SeriesSource> sources = blocks.stream().map(Block::source).toList();
        Compactor.Job job = new Compactor.Job(workplace, directory, 0, BLOCKS * EPOCH, metas, () -> false);
        BlockMeta merged = new BlockMerger().write(job, sources).orElseThrow();
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        watch.close();
        blocks.forEach(Block::close);
        return String.format(
                Locale.ROOT,
                "%,d series in %.1f s, %.1f MiB before, at most %.1f more, of that %.1f counted outside of the heap",
                merged.stats().series(),
                seconds,
                watch.before,
                watch.peak - watch.before,
                watch.offHeapPeak);
    }

    /** Looks at this process's memory until it is closed. */
    private final class Watch implements AutoCloseable {
        private final double before = processMiB();
        private final Thread thread = new Thread(this::watch, "memory-watch");
        private volatile boolean closed;
        private volatile double peak = before;
        private volatile double offHeapPeak;

        Watch() throws IOException {
            thread.start();
        }

        private void watch() {
            try {
                while (!closed) {
                    peak = Math.max(peak, processMiB());
                    offHeapPeak = Math.max(offHeapPeak, offHeap.anonymousBytes() / BYTES_PER_MIB);
                    TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("can't watch the memory", e);
            }
        }

        @Override
        public void close() throws InterruptedException {
            closed = true;
            thread.join();
        }
    }

    private static double processMiB() throws IOException {
        double sum = 0;
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("RssAnon:") || line.startsWith("RssShmem:")) {
                sum += Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB;
            }
        }
        return sum;
    }
}
