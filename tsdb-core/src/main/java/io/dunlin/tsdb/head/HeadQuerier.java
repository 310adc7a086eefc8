package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.MatcherResolver;
import io.dunlin.tsdb.index.TableIndex;
import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.Utf8Order;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Reads a time range of some tables of one snapshot of the head; no two of them have the same series. */
final class HeadQuerier implements Querier {
    private final HeadSnapshot snapshot;
    private final List<HeadSnapshot.TableView> tables;
    private final ExemplarStore exemplars;
    private final long minTime;
    private final long maxTime;

    HeadQuerier(
            HeadSnapshot snapshot,
            List<HeadSnapshot.TableView> tables,
            ExemplarStore exemplars,
            long minTime,
            long maxTime) {
        this.tables = tables;
        this.snapshot = snapshot;
        this.exemplars = exemplars;
        this.minTime = minTime;
        this.maxTime = maxTime;
    }

    /** The tables that may have samples in the range: of a cohort born after it no series is shown. */
    private List<HeadSnapshot.TableView> tables() {
        boolean outside = maxTime < snapshot.minTime() || minTime > snapshot.maxTime();
        return outside
                ? List.of()
                : tables.stream()
                        .filter(view -> view.table().minTime() <= maxTime
                                && view.table().maxTime() >= minTime)
                        .toList();
    }

    static TableIndex indexOf(HeadSnapshot.TableView view) {
        HeadTable table = view.table();
        return new TableIndex(table.index(), table::labelSet, view.visible());
    }

    @Override
    public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
        long[] references = select(hints.isForLabels(), matchers);
        HeadSeriesSet set = new HeadSeriesSet(snapshot, minTime, maxTime, references);
        return hints.sorted() || hints.limit() > 0 ? sorted(set, references, hints.limit()) : set;
    }

    /** Returns the references of the series; with {@code inRangeOnly} only of those that have a sample in the range. */
    private long[] select(boolean inRangeOnly, List<LabelMatcher> matchers) {
        List<HeadSnapshot.TableView> asked = tables();
        List<RoaringBitmap> found = new ArrayList<>(asked.size());
        int count = 0;
        for (HeadSnapshot.TableView view : asked) {
            RoaringBitmap slots = MatcherResolver.resolve(indexOf(view), matchers);
            found.add(inRangeOnly ? new SamplesInRange(snapshot, minTime, maxTime).of(view, slots) : slots);
            count += found.get(found.size() - 1).getCardinality();
        }
        long[] references = new long[count];
        int at = 0;
        for (int i = 0; i < found.size(); i++) {
            HeadTable table = asked.get(i).table();
            PeekableIntIterator slots = found.get(i).getIntIterator();
            while (slots.hasNext()) {
                references[at++] = table.reference(slots.next());
            }
        }
        return references;
    }

    private SeriesSet sorted(HeadSeriesSet set, long[] references, int limit) {
        Labels[] labels = new Labels[references.length];
        Arrays.setAll(labels, set::labels);
        int most = limit > 0 ? Math.min(limit, references.length) : references.length;
        long[] ordered = IntStream.range(0, references.length)
                .boxed()
                .sorted(Comparator.comparing(i -> labels[i]))
                .limit(most)
                .mapToLong(i -> references[i])
                .toArray();
        return new HeadSeriesSet(snapshot, minTime, maxTime, ordered);
    }

    @Override
    public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
        Collection<String> names = new TreeSet<>(Utf8Order.COMPARATOR);
        for (HeadSnapshot.TableView view : tables()) {
            TableIndex index = indexOf(view);
            names.addAll(index.names(MatcherResolver.resolve(index, matchers)));
        }
        return names.stream().limit(limit > 0 ? limit : Long.MAX_VALUE).toList();
    }

    @Override
    public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
        Collection<String> values = new TreeSet<>(Utf8Order.COMPARATOR);
        for (HeadSnapshot.TableView view : tables()) {
            TableIndex index = indexOf(view);
            values.addAll(index.values(name, MatcherResolver.resolve(index, matchers)));
        }
        return values.stream().limit(limit > 0 ? limit : Long.MAX_VALUE).toList();
    }

    @Override
    public Map<Labels, List<Exemplar>> exemplars(List<LabelMatcher> matchers) {
        return exemplars.select(matchers, minTime, maxTime);
    }
}
