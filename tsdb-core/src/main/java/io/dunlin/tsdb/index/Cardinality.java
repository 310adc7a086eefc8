package io.dunlin.tsdb.index;

import io.dunlin.tsdb.model.HeadStatistics.Count;
import io.dunlin.tsdb.model.Labels;
import java.util.List;
import java.util.TreeSet;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Counts series by label over several tables, from the postings alone. Label names are taken one after another: what is
 * held is 64 bits of hash and a count for each value of one name, never all values as strings. Used once, by one thread.
 */
public final class Cardinality {
    private final List<TableIndex> tables;
    private final LargestCounts metrics;
    private final LargestCounts values;
    private final LargestCounts bytes;
    private final LargestCounts pairs;
    private final LabelHash hash = LabelHash.random();
    private final Hash128 hashed = new Hash128();
    private final UnsafeBuffer text = new UnsafeBuffer(0, 0);
    private final Long2LongHashMap seriesByValue = new Long2LongHashMap(0);
    private long labelPairs;
    private long seriesOfEntry;
    private long bytesOfName;

    private Cardinality(List<TableIndex> tables, int limit) {
        this.tables = List.copyOf(tables);
        this.metrics = new LargestCounts(limit);
        this.values = new LargestCounts(limit);
        this.bytes = new LargestCounts(limit);
        this.pairs = new LargestCounts(limit);
    }

    /**
     * Counts.
     *
     * @param limit how many of the largest counts of each kind to keep
     */
    public static Cardinality of(List<TableIndex> tables, int limit) {
        Cardinality counts = new Cardinality(tables, limit);
        TreeSet<String> names = new TreeSet<>();
        tables.forEach(table -> names.addAll(table.names()));
        names.forEach(counts::countValues);
        return counts;
    }

    private void countValues(String name) {
        seriesByValue.clear();
        bytesOfName = 0;
        forEachValue(name, (table, ref, series) -> {
            long key = key(table, ref);
            seriesByValue.put(key, seriesByValue.get(key) + series);
            bytesOfName += series * (name.length() + table.symbols().length(ref));
        });
        long distinct = seriesByValue.size();
        long allBytes = bytesOfName;
        labelPairs += distinct;
        values.offer(distinct, () -> name);
        bytes.offer(allBytes, () -> name);
        boolean metric = name.equals(Labels.METRIC_NAME);
        forEachValue(name, (table, ref, series) -> {
            long all = seriesByValue.remove(key(table, ref));
            if (all > 0) {
                pairs.offer(all, () -> name + "=" + table.symbols().string(ref));
            }
            if (all > 0 && metric) {
                metrics.offer(all, () -> table.symbols().string(ref));
            }
        });
    }

    /** Takes a value of a table that some series have. */
    private interface ValueVisitor {
        void visit(SeriesIndex table, int valueRef, long series);
    }

    private void forEachValue(String name, ValueVisitor visitor) {
        for (TableIndex table : tables) {
            PostingsIndex postings = table.index().postings();
            PostingsIndex.Name found = postings.name(name);
            if (found != null) {
                postings.forEachEntry(found, entry -> {
                    long series = series(postings, entry, table.all());
                    if (series > 0) {
                        visitor.visit(table.index(), postings.valueRef(entry), series);
                    }
                });
            }
        }
    }

    private long series(PostingsIndex postings, int entry, RoaringBitmap visible) {
        seriesOfEntry = 0;
        GrowingPostings large = postings.readEntry(entry, slot -> seriesOfEntry += visible.contains(slot) ? 1 : 0);
        return large == null ? seriesOfEntry : large.among(visible).getLongCardinality();
    }

    private long key(SeriesIndex table, int ref) {
        byte[] value = new byte[table.symbols().length(ref)];
        table.symbols().copy(ref, value, 0);
        text.wrap(value);
        hash.hash(text, 0, value.length, hashed);
        return hashed.low;
    }

    /** Returns the different pairs of name and value. */
    public long labelPairs() {
        return labelPairs;
    }

    /** Returns metric names by their series. */
    public List<Count> seriesByMetric() {
        return metrics.sorted();
    }

    /** Returns label names by their different values. */
    public List<Count> valuesByLabel() {
        return values.sorted();
    }

    /** Returns label names by the bytes of name and value, added up over all series. */
    public List<Count> bytesByLabel() {
        return bytes.sorted();
    }

    /** Returns pairs as {@code name=value} by their series. */
    public List<Count> seriesByPair() {
        return pairs.sorted();
    }
}
