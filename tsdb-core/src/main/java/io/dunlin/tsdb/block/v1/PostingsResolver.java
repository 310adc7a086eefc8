package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.model.LabelMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.Int2IntHashMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds the series of a block that meet all of a list of matchers. Exact matchers are intersected first, the shortest list
 * leading; any other is either turned into a bitmap, from the values that its shape allows, or, where few series are left,
 * tried on the labels of each. One call, one thread.
 */
final class PostingsResolver {
    private static final int[] NONE = {};

    /** Up to this many series a matcher is tried on each, however few values it allows. */
    private static final int FEW_SERIES = 4096;

    private static final int UNKNOWN = -1;
    private static final int NO = 0;
    private static final int YES = 1;

    private final IndexReader index;
    private final PostingsTable table;

    /** The first {@link #count} are the series left so far; null for all of the block. */
    private int[] ids;

    private int count;

    private PostingsResolver(IndexReader index) {
        this.index = index;
        this.table = index.postingsTable();
    }

    /** Returns the ids of the series, rising as unsigned numbers. */
    static int[] resolve(IndexReader index, List<LabelMatcher> matchers) {
        PostingsResolver resolver = new PostingsResolver(index);
        List<PostingsList> exact = new ArrayList<>();
        List<LabelMatcher> others = new ArrayList<>();
        for (LabelMatcher matcher : matchers) {
            if (matcher.type() != LabelMatcher.Type.EQUAL || matcher.matchesEmpty()) {
                others.add(matcher);
                continue;
            }
            PostingsList list = resolver.list(matcher);
            if (list == null) {
                return NONE;
            }
            exact.add(list);
        }
        resolver.intersect(exact);
        // Matchers that demand a value shrink the set, so they come before those that only take series away.
        others.sort(Comparator.comparing(LabelMatcher::matchesEmpty));
        others.forEach(resolver::apply);
        return resolver.result();
    }

    private PostingsList list(LabelMatcher matcher) {
        int name = table.find(matcher.name());
        if (name == PostingsTable.ABSENT) {
            return null;
        }
        long offset = table.find(name, matcher.value());
        return offset == PostingsTable.ABSENT ? null : index.list(offset);
    }

    private void intersect(List<PostingsList> lists) {
        lists.sort(Comparator.comparingInt(PostingsList::size));
        for (PostingsList list : lists) {
            if (ids == null) {
                take(list);
            } else {
                count = list.intersect(ids, count);
            }
        }
    }

    private void take(PostingsList list) {
        ids = list.toArray(index.file());
        count = ids.length;
    }

    private void apply(LabelMatcher matcher) {
        int name = table.find(matcher.name());
        if (name == PostingsTable.ABSENT) {
            if (!matcher.matchesEmpty()) {
                ids = NONE;
                count = 0;
            }
            return;
        }
        boolean keep = !matcher.matchesEmpty();
        WantedValues values = WantedValues.of(matcher, keep);
        if (ids != null && (count <= FEW_SERIES || values.literals() == null && count <= table.values(name))) {
            keepBySeries(matcher);
            return;
        }
        RoaringBitmap listed = union(name, values);
        if (ids == null && keep) {
            ids = listed.toArray();
            count = ids.length;
            return;
        }
        if (ids == null) {
            take(index.allSeries());
        }
        keepByBitmap(listed, keep);
    }

    private RoaringBitmap union(int name, WantedValues values) {
        RoaringBitmap union = new RoaringBitmap();
        if (values.literals() != null) {
            for (String literal : values.literals()) {
                long offset = table.find(name, literal);
                if (offset != PostingsTable.ABSENT) {
                    addList(offset, union);
                }
            }
            return union;
        }
        PostingsTable.Entries entries =
                values.prefix().isEmpty() ? table.entries(name) : table.entriesFrom(name, values.prefix());
        while (entries.next()) {
            String value = values.isEveryValue() ? "" : entries.value();
            if (!value.startsWith(values.prefix())) {
                return union;
            }
            if (values.isEveryValue() || values.has(value)) {
                addList(entries.listOffset(), union);
            }
        }
        return union;
    }

    private void addList(long offset, RoaringBitmap union) {
        PostingsList list = index.list(offset);
        for (int i = 0; i < list.size(); i++) {
            union.add(list.get(i));
        }
    }

    private void keepByBitmap(RoaringBitmap listed, boolean keep) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (listed.contains(ids[i]) == keep) {
                ids[kept++] = ids[i];
            }
        }
        count = kept;
    }

    private void keepBySeries(LabelMatcher matcher) {
        SymbolTable symbols = index.symbols();
        long name = symbols.find(matcher.name());
        boolean absentMatches = matcher.matchesEmpty();
        Int2IntHashMap verdicts = new Int2IntHashMap(UNKNOWN);
        SeriesEntry entry = new SeriesEntry(index);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            entry.load(ids[i]);
            int label = labelOf(entry, name);
            boolean matches = label < 0 ? absentMatches : matches(matcher, entry.value(label), symbols, verdicts);
            if (matches) {
                ids[kept++] = ids[i];
            }
        }
        count = kept;
    }

    /** Returns the place of a label in a series entry, or a negative number where the series lacks it. */
    static int labelOf(SeriesEntry entry, long nameReference) {
        for (int i = 0; i < entry.labelCount(); i++) {
            if ((entry.name(i) & 0xFFFF_FFFFL) == nameReference) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(LabelMatcher matcher, int value, SymbolTable symbols, Int2IntHashMap verdicts) {
        int verdict = verdicts.get(value);
        if (verdict == UNKNOWN) {
            verdict = matcher.matches(symbols.get(value)) ? YES : NO;
            verdicts.put(value, verdict);
        }
        return verdict == YES;
    }

    private int[] result() {
        if (ids == null) {
            take(index.allSeries());
        }
        return count == ids.length ? ids : Arrays.copyOf(ids, count);
    }
}
