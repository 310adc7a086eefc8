package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockMeta.Compaction;
import io.dunlin.tsdb.block.SeriesCursor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.SymbolCursor;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes sources as they are and reads blocks whole. */
final class TestBlocks {
    static final OffHeap OFF_HEAP = OffHeap.poisoning(1L << 30);
    static final BlockWriter.Sizes SMALL_SIZES = new BlockWriter.Sizes(300, 7, 0);

    private TestBlocks() {}

    static BlockMeta write(Path parent, SeriesSource source, Ulid ulid, long minTime, long maxTime) throws IOException {
        return write(Disk.system(), parent, source, ulid, minTime, maxTime, SMALL_SIZES);
    }

    /** Writes a block that has digests, as runs have. */
    static BlockMeta writeRun(Path parent, SeriesSource source, Ulid ulid, long minTime, long maxTime)
            throws IOException {
        return writeRun(Disk.system(), parent, source, ulid, minTime, maxTime, SMALL_SIZES);
    }

    static BlockMeta writeRun(
            Disk disk, Path parent, SeriesSource source, Ulid ulid, long minTime, long maxTime, BlockWriter.Sizes sizes)
            throws IOException {
        BlockWriter writer = new BlockWriter(disk, OFF_HEAP, parent.resolve("tmp"), ulid, true, sizes);
        return write(writer, parent, source, ulid, minTime, maxTime);
    }

    static BlockMeta write(
            Disk disk, Path parent, SeriesSource source, Ulid ulid, long minTime, long maxTime, BlockWriter.Sizes sizes)
            throws IOException {
        BlockWriter writer = new BlockWriter(disk, OFF_HEAP, parent.resolve("tmp"), ulid, false, sizes);
        return write(writer, parent, source, ulid, minTime, maxTime);
    }

    private static BlockMeta write(
            BlockWriter opened, Path parent, SeriesSource source, Ulid ulid, long minTime, long maxTime)
            throws IOException {
        try (BlockWriter writer = opened) {
            try (SymbolCursor symbols = source.symbols()) {
                while (symbols.next()) {
                    writer.addSymbol(symbols.bytes(), symbols.length());
                }
            }
            try (SeriesCursor series = source.series()) {
                copySeries(series, writer);
            }
            return writer.publish(parent, minTime, maxTime, Compaction.first(ulid));
        }
    }

    private static void copySeries(SeriesCursor series, BlockWriter writer) throws IOException {
        while (series.next()) {
            int[] labels = new int[2 * series.labelCount()];
            for (int i = 0; i < series.labelCount(); i++) {
                labels[2 * i] = series.nameSymbol(i);
                labels[2 * i + 1] = series.valueSymbol(i);
            }
            writer.startSeries(labels, series.labelCount());
            while (series.nextChunk()) {
                writer.addChunk(series.chunk());
            }
        }
    }

    static BlockReader open(Path directory) {
        return BlockReader.open(Disk.system(), OFF_HEAP, directory, damage -> {});
    }

    /** Returns all samples that a query for these matchers finds, printed as {@code time=value} with exact bits. */
    static Map<Labels, String> query(Block block, long minTime, long maxTime, LabelMatcher... matchers) {
        SeriesSet set = block.querier(minTime, maxTime).select(SelectHints.SORTED, List.of(matchers));
        SeriesReader reader = set.reader();
        TreeMap<Labels, String> found = new TreeMap<>();
        SampleBuffer buffer = new SampleBuffer();
        for (int i = 0; i < set.size(); i++) {
            buffer.clear();
            reader.read(i, buffer);
            if (buffer.size() > 0) {
                found.put(set.labels(i), print(buffer, minTime, maxTime));
            }
        }
        return found;
    }

    static String print(SampleBuffer samples, long minTime, long maxTime) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < samples.size(); i++) {
            long time = samples.times()[i];
            if (time >= minTime && time <= maxTime) {
                out.append(time).append('=').append(Long.toHexString(Double.doubleToRawLongBits(samples.values()[i])));
                out.append(' ');
            }
        }
        return out.toString();
    }
}
