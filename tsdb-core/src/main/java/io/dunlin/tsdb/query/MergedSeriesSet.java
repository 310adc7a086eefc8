package io.dunlin.tsdb.query;

import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The series of several sets, those with the same labels as one. */
final class MergedSeriesSet implements SeriesSet {
    private static final int ABSENT = -1;

    private final List<SeriesSet> sources;

    /** For each series its number in each source, or {@link #ABSENT}: {@code members[series × sources + source]}. */
    private final int[] members;

    private MergedSeriesSet(List<SeriesSet> sources, int[] members) {
        this.sources = sources;
        this.members = members;
    }

    /** Joins sets; the order is that of the labels where the hints ask for it, else that of the first set that has it. */
    static SeriesSet of(List<SeriesSet> sources, SelectHints hints) {
        Map<Labels, Integer> numbers = new HashMap<>();
        List<Labels> labels = new ArrayList<>();
        int width = sources.size();
        int[] members = new int[16];
        for (int source = 0; source < width; source++) {
            SeriesSet set = sources.get(source);
            for (int i = 0; i < set.size(); i++) {
                Labels own = set.labels(i);
                Integer number = numbers.putIfAbsent(own, labels.size());
                if (number == null) {
                    number = labels.size();
                    labels.add(own);
                    members = withRow(members, number, width);
                }
                members[number * width + source] = i;
            }
        }
        int[] order = order(labels, hints);
        int[] ordered = new int[order.length * width];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(members, order[i] * width, ordered, i * width, width);
        }
        return new MergedSeriesSet(List.copyOf(sources), ordered);
    }

    private static int[] withRow(int[] members, int number, int width) {
        int[] grown = members;
        if ((number + 1) * width > members.length) {
            grown = Arrays.copyOf(members, Math.max(2 * members.length, (number + 1) * width));
        }
        Arrays.fill(grown, number * width, (number + 1) * width, ABSENT);
        return grown;
    }

    private static int[] order(List<Labels> labels, SelectHints hints) {
        IntStream all = IntStream.range(0, labels.size());
        if (hints.sorted() || hints.limit() > 0) {
            all = all.boxed()
                    .sorted(Comparator.comparing(labels::get))
                    .limit(hints.limit() > 0 ? hints.limit() : Integer.MAX_VALUE)
                    .mapToInt(Integer::intValue);
        }
        return all.toArray();
    }

    @Override
    public int size() {
        return sources.isEmpty() ? 0 : members.length / sources.size();
    }

    @Override
    public Labels labels(int series) {
        int source = firstSource(series);
        return sources.get(source).labels(member(series, source));
    }

    private int firstSource(int series) {
        int source = 0;
        while (member(series, source) == ABSENT) {
            source++;
        }
        return source;
    }

    private int member(int series, int source) {
        return members[series * sources.size() + source];
    }

    @Override
    public LabelColumn column(String labelName) {
        List<LabelColumn> columns =
                sources.stream().map(source -> source.column(labelName)).toList();
        List<String> values = new ArrayList<>(List.of(""));
        Map<String, Integer> numbers = new HashMap<>();
        int[][] translations = new int[columns.size()][];
        for (int source = 0; source < translations.length; source++) {
            translations[source] = new int[columns.get(source).bound()];
        }
        int[] ids = new int[size()];
        for (int series = 0; series < ids.length; series++) {
            int source = firstSource(series);
            LabelColumn column = columns.get(source);
            int id = column.ids()[member(series, source)];
            if (id != LabelColumn.ABSENT && translations[source][id] == LabelColumn.ABSENT) {
                translations[source][id] = numbers.computeIfAbsent(column.value(id), value -> {
                    values.add(value);
                    return values.size() - 1;
                });
            }
            ids[series] = id == LabelColumn.ABSENT ? LabelColumn.ABSENT : translations[source][id];
        }
        return new LabelColumn(ids, values.size(), values::get);
    }

    @Override
    public SeriesReader reader() {
        SeriesReader[] readers = sources.stream().map(SeriesSet::reader).toArray(SeriesReader[]::new);
        SampleMerger merger = new SampleMerger();
        return (series, into) -> {
            int start = into.size();
            for (int source = 0; source < readers.length; source++) {
                if (member(series, source) != ABSENT) {
                    int middle = into.size();
                    readers[source].read(member(series, source), into);
                    merger.join(into, start, middle);
                }
            }
        };
    }
}
