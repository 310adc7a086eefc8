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
import io.dunlin.tsdb.storage.SeriesSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes a block of so many per-request series that its index passes 2 GiB (10 million make 2.2 GB), opens it and asks for
 * 1,000 of them. Not part of any default run: it takes minutes and 3 GB of disk.
 */
public final class LargeIndexCheck {
    private static final long EPOCH = 7_200_000;
    private static final int QUESTIONS = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private LargeIndexCheck() {}

    /** Runs the check: {@code LargeIndexCheck [series] [directory]}. */
    public static void main(String[] arguments) throws IOException {
        int series = Integer.parseInt(arguments[0]);
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        OffHeap offHeap = OffHeap.withLimit(1L << 30);
        Compactor.Workplace workplace = new Compactor.Workplace(Disk.system(), offHeap, directory.resolve("tmp"));
        long start = System.nanoTime();
        BlockMeta meta = new BlockMerger()
                .write(Compactor.Job.cut(workplace, directory, 0, EPOCH), List.of(new OneShotSource(series, 0)))
                .orElseThrow();
        System.out.printf(
                Locale.ROOT, "wrote %,d series in %.1f s%n", series, (System.nanoTime() - start) / NANOS_PER_SECOND);
        start = System.nanoTime();
        Path path = directory.resolve(meta.ulid().toString());
        try (Block block = BlockReader.open(Disk.system(), offHeap, path, damage -> {})) {
            System.out.printf(
                    Locale.ROOT,
                    "opened in %.1f ms: index %,d bytes (%.1f a series), all else %.1f a series, symbols %,d,"
                            + " postings table %,d%n",
                    (System.nanoTime() - start) / NANOS_PER_MILLI,
                    block.indexSize().file(),
                    (double) block.indexSize().file() / series,
                    (double) (block.sizeBytes() - block.indexSize().file()) / series,
                    block.indexSize().symbols(),
                    block.indexSize().postingsTable());
            ask(block, series);
        }
    }

    private static void ask(Block block, int series) {
        Random random = new Random(1);
        SampleBuffer buffer = new SampleBuffer();
        long slowest = 0;
        long start = System.nanoTime();
        for (int i = 0; i < QUESTIONS; i++) {
            int request = random.nextInt(series);
            long asked = System.nanoTime();
            SeriesSet found = block.querier(0, EPOCH)
                    .select(SelectHints.NONE, List.of(LabelMatcher.equal("request_id", OneShotSource.id(request, 0))));
            buffer.clear();
            if (found.size() == 1) {
                found.reader().read(0, buffer);
            }
            slowest = i == 0 ? 0 : Math.max(slowest, System.nanoTime() - asked);
            if (buffer.size() != 2 || buffer.values()[0] != request % 4096) {
                throw new IllegalStateException("wrong answer: request=" + request + " samples=" + buffer.size());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%,d series found right: %.3f ms each, slowest but the first %.1f ms%n",
                QUESTIONS,
                (System.nanoTime() - start) / NANOS_PER_MILLI / QUESTIONS,
                slowest / NANOS_PER_MILLI);
    }
}
