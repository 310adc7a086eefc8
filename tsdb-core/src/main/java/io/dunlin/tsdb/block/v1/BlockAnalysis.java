package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.OffHeap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;

/**
 * Where the cardinality of a block comes from, as {@code promtool tsdb analyze} tells it: each list has the largest first.
 *
 * @param meta what the block says of itself
 * @param labelNames the number of label names
 * @param labelPairs the number of distinct label pairs
 * @param postingsEntries the number of label pairs of all series
 * @param churningPairs label pairs by {@link Count#churn}
 * @param churningNames label names by churn
 * @param commonPairs label pairs by number of series
 * @param namesByValueLength label names by the bytes of all their values
 * @param namesByValues label names by number of values
 * @param metrics metric names by number of series
 */
public record BlockAnalysis(
        BlockMeta meta,
        long labelNames,
        long labelPairs,
        long postingsEntries,
        List<Count> churningPairs,
        List<Count> churningNames,
        List<Count> commonPairs,
        List<Count> namesByValueLength,
        List<Count> namesByValues,
        List<Count> metrics) {
    private static final String METRIC_NAME = "__name__";

    /**
     * A label name or pair, {@code name=value}, with what is counted of it.
     *
     * @param count series, values or bytes, by the list it is in
     * @param churn for each of its series the share of the block's range in which the series has no samples, summed up
     */
    public record Count(String text, long count, double churn) {}

    /** Told how far an analysis has come. */
    @FunctionalInterface
    public interface Listener {
        /** So many label pairs of all have been looked at. */
        void reached(long done, long total);
    }

    /**
     * Analyses a block by reading its index once for each label.
     *
     * @param limit the most entries of each list
     * @param progress told of each label pair
     */
    public static BlockAnalysis of(Disk disk, OffHeap offHeap, Path directory, int limit, Listener progress) {
        try (BlockReader block = BlockReader.open(disk, offHeap, directory, damage -> {})) {
            return new Collector(block, limit, progress).run();
        }
    }

    /** Keeps the largest of what it is given. */
    private static final class Top {
        private final PriorityQueue<Count> least;
        private final int limit;
        private final ToDoubleFunction<Count> size;

        Top(int limit, ToDoubleFunction<Count> size) {
            this.limit = limit;
            this.size = size;
            this.least = new PriorityQueue<>(Comparator.comparingDouble(size));
        }

        void add(Count count) {
            if (least.size() < limit) {
                least.add(count);
            } else if (limit > 0 && size.applyAsDouble(count) > size.applyAsDouble(least.peek())) {
                least.poll();
                least.add(count);
            }
        }

        List<Count> list() {
            List<Count> all = new ArrayList<>(least);
            all.sort(Comparator.comparingDouble(size).reversed().thenComparing(Count::text));
            return all;
        }
    }

    /** Walks the postings table. */
    private static final class Collector {
        private final BlockReader block;
        private final IndexReader index;
        private final SeriesEntry entry;
        private final Listener progress;
        private final Top churningPairs;
        private final Top churningNames;
        private final Top commonPairs;
        private final Top namesByValueLength;
        private final Top namesByValues;
        private final Top metrics;
        private long pairs;
        private long allPairs;
        private long postingsEntries;

        Collector(BlockReader block, int limit, Listener progress) {
            this.block = block;
            this.index = block.index();
            this.entry = new SeriesEntry(index);
            this.progress = progress;
            this.churningPairs = new Top(limit, Count::churn);
            this.churningNames = new Top(limit, Count::churn);
            this.commonPairs = new Top(limit, Count::count);
            this.namesByValueLength = new Top(limit, Count::count);
            this.namesByValues = new Top(limit, Count::count);
            this.metrics = new Top(limit, Count::count);
        }

        BlockAnalysis run() {
            List<String> names = index.postingsTable().names();
            for (String name : names) {
                allPairs += index.postingsTable().values(index.postingsTable().find(name));
            }
            names.forEach(this::addName);
            return new BlockAnalysis(
                    block.meta(),
                    names.size(),
                    pairs,
                    postingsEntries,
                    churningPairs.list(),
                    churningNames.list(),
                    commonPairs.list(),
                    namesByValueLength.list(),
                    namesByValues.list(),
                    metrics.list());
        }

        private void addName(String name) {
            int place = index.postingsTable().find(name);
            PostingsTable.Entries entries = index.postingsTable().entries(place);
            long bytes = 0;
            long uncovered = 0;
            while (entries.next()) {
                String value = entries.value();
                PostingsList series = index.list(entries.listOffset());
                long own = uncovered(series);
                Count pair = new Count(name + '=' + value, series.size(), churn(own));
                churningPairs.add(pair);
                commonPairs.add(pair);
                if (name.equals(METRIC_NAME)) {
                    metrics.add(new Count(value, series.size(), pair.churn()));
                }
                bytes += entries.valueLength();
                uncovered += own;
                postingsEntries += series.size();
                progress.reached(++pairs, allPairs);
            }
            int values = index.postingsTable().values(place);
            churningNames.add(new Count(name, values, churn(uncovered)));
            namesByValues.add(new Count(name, values, churn(uncovered)));
            namesByValueLength.add(new Count(name, bytes, churn(uncovered)));
        }

        private double churn(long uncovered) {
            return uncovered / (double) (block.meta().maxTime() - block.meta().minTime());
        }

        /** Returns for how many milliseconds of the block's range each series has no samples, summed up. */
        private long uncovered(PostingsList series) {
            long range = block.meta().maxTime() - block.meta().minTime();
            long uncovered = 0;
            for (int i = 0; i < series.size(); i++) {
                entry.load(series.get(i));
                if (entry.nextChunk()) {
                    long start = entry.minTime();
                    long end = entry.maxTime();
                    while (entry.nextChunk()) {
                        end = entry.maxTime();
                    }
                    uncovered += range - (end - start);
                }
            }
            return uncovered;
        }
    }
}
