package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.Tombstones;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.Utf8Order;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.agrona.collections.IntHashSet;

/** Reads a time range of one open block. Series come in label order, which is how a block holds them. Thread-safe. */
final class BlockQuerier implements Querier {
    private static final int NO_SYMBOL = -1;

    private final BlockReader block;
    private final long minTime;
    private final long maxTime;

    BlockQuerier(BlockReader block, long minTime, long maxTime) {
        this.block = block;
        this.minTime = minTime;
        this.maxTime = maxTime;
    }

    @Override
    public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
        int[] ids = block.reading(() -> {
            int[] found = PostingsResolver.resolve(block.index(), matchers);
            return withSamples(found, hints.isForLabels() && !isWholeInRange());
        });
        if (hints.limit() > 0 && hints.limit() < ids.length) {
            ids = Arrays.copyOf(ids, hints.limit());
        }
        return new BlockSeriesSet(block, ids, minTime, maxTime);
    }

    private boolean isWholeInRange() {
        return minTime <= block.meta().minTime() && block.meta().maxTime() - 1 <= maxTime;
    }

    /**
     * Leaves out series of which everything in the range is deleted, and where that is wanted, those without a chunk that
     * reaches into it. Otherwise and without deletions no chunk is looked at.
     */
    private int[] withSamples(int[] ids, boolean inRangeOnly) {
        Tombstones tombstones = block.tombstones();
        if (tombstones.count() == 0 && !inRangeOnly) {
            return ids;
        }
        SeriesEntry entry = new SeriesEntry(block.index());
        int kept = 0;
        for (int id : ids) {
            long[] deleted = tombstones.of(id & 0xFFFF_FFFFL);
            if (deleted.length == 0 && !inRangeOnly || hasSamples(entry, id, deleted)) {
                ids[kept++] = id;
            }
        }
        return Arrays.copyOf(ids, kept);
    }

    private boolean hasSamples(SeriesEntry entry, int id, long[] deleted) {
        entry.load(id);
        while (entry.nextChunk()) {
            boolean inRange = entry.minTime() <= maxTime && entry.maxTime() >= minTime;
            if (inRange && !BlockSeriesReader.isDeleted(entry, deleted)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
        return limited(block.reading(() -> labelNames(matchers)), limit);
    }

    private List<String> labelNames(List<LabelMatcher> matchers) {
        if (matchers.isEmpty()) {
            return block.index().postingsTable().names();
        }
        IntHashSet names = new IntHashSet(NO_SYMBOL);
        SeriesEntry entry = new SeriesEntry(block.index());
        for (int id : PostingsResolver.resolve(block.index(), matchers)) {
            entry.load(id);
            for (int i = 0; i < entry.labelCount(); i++) {
                names.add(entry.name(i));
            }
        }
        return strings(names);
    }

    @Override
    public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
        return block.reading(() -> values(name, matchers, limit));
    }

    private List<String> values(String name, List<LabelMatcher> matchers, int limit) {
        PostingsTable table = block.index().postingsTable();
        int found = name.isEmpty() ? PostingsTable.ABSENT : table.find(name);
        if (found == PostingsTable.ABSENT) {
            return List.of();
        }
        if (!matchers.isEmpty()) {
            return limited(valuesOf(name, matchers), limit);
        }
        int size = limit > 0 ? Math.min(limit, table.values(found)) : table.values(found);
        String[] values = new String[size];
        PostingsTable.Entries entries = table.entries(found);
        for (int i = 0; i < size && entries.next(); i++) {
            values[i] = entries.value();
        }
        return List.of(values);
    }

    private List<String> valuesOf(String name, List<LabelMatcher> matchers) {
        long nameReference = block.index().symbols().find(name);
        IntHashSet values = new IntHashSet(NO_SYMBOL);
        SeriesEntry entry = new SeriesEntry(block.index());
        for (int id : PostingsResolver.resolve(block.index(), matchers)) {
            entry.load(id);
            int label = PostingsResolver.labelOf(entry, nameReference);
            if (label >= 0) {
                values.add(entry.value(label));
            }
        }
        return strings(values);
    }

    private List<String> strings(IntHashSet references) {
        SymbolTable symbols = block.index().symbols();
        return references.stream()
                .map(symbols::get)
                .sorted(Utf8Order.COMPARATOR)
                .toList();
    }

    private static List<String> limited(List<String> strings, int limit) {
        return limit > 0 && limit < strings.size() ? strings.subList(0, limit) : strings;
    }

    /** Returns nothing: blocks hold no exemplars. */
    @Override
    public Map<Labels, List<Exemplar>> exemplars(List<LabelMatcher> matchers) {
        return Map.of();
    }
}
