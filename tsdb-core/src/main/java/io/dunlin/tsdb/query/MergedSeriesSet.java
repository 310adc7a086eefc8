package io.dunlin.tsdb.query;

import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The series of several sets, those with the same labels as one. */
final class MergedSeriesSet implements SeriesSet {
    private final List<SeriesSet> sources;
    private final SeriesMatches matches;

    /** The places of the series among the matches. */
    private final int[] order;

    private MergedSeriesSet(List<SeriesSet> sources, SeriesMatches matches, int[] order) {
        this.sources = sources;
        this.matches = matches;
        this.order = order;
    }

    /** Joins sets; the order is that of the labels where the hints ask for it, else that of the first set that has it. */
    static SeriesSet of(List<SeriesSet> sources, SelectHints hints) {
        SeriesMatches matches = SeriesMatches.of(sources);
        int[] order = IntStream.range(0, matches.count()).toArray();
        if (hints.sorted() || hints.limit() > 0) {
            order = inLabelOrder(sources, matches, hints.limit());
        }
        return new MergedSeriesSet(List.copyOf(sources), matches, order);
    }

    private static int[] inLabelOrder(List<SeriesSet> sources, SeriesMatches matches, int limit) {
        Labels[] labels = new Labels[matches.count()];
        for (int i = 0; i < labels.length; i++) {
            int member = matches.first(i);
            labels[i] = sources.get(matches.source(member)).labels(matches.number(member));
        }
        return IntStream.range(0, labels.length)
                .boxed()
                .sorted(Comparator.comparing(i -> labels[i]))
                .limit(limit > 0 ? limit : Integer.MAX_VALUE)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public int size() {
        return order.length;
    }

    @Override
    public Labels labels(int series) {
        int member = matches.first(order[series]);
        return sources.get(matches.source(member)).labels(matches.number(member));
    }

    @Override
    public LabelColumn column(String labelName) {
        Stream<SeriesSet> stream = size() < SeriesMatches.MIN_PARALLEL ? sources.stream() : sources.parallelStream();
        List<LabelColumn> columns =
                stream.map(source -> source.column(labelName)).toList();
        List<String> values = new ArrayList<>(List.of(""));
        Map<String, Integer> numbers = new HashMap<>();
        int[][] translations = new int[columns.size()][];
        for (int source = 0; source < translations.length; source++) {
            translations[source] = new int[columns.get(source).bound()];
        }
        int[] ids = new int[size()];
        for (int series = 0; series < ids.length; series++) {
            int member = matches.first(order[series]);
            int source = matches.source(member);
            LabelColumn column = columns.get(source);
            int id = column.ids()[matches.number(member)];
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
        return new MemberReader();
    }

    /** Reads the members of a series one behind the other. */
    private final class MemberReader implements SeriesReader {
        private final SeriesReader[] readers =
                sources.stream().map(SeriesSet::reader).toArray(SeriesReader[]::new);
        private final SampleMerger merger = new SampleMerger();

        @Override
        public void read(int series, SampleBuffer into) {
            read(series, into, false);
        }

        /** The newest of all is among the newest of each, and of two with its time both are. */
        @Override
        public void readNewest(int series, SampleBuffer into) {
            read(series, into, true);
        }

        private void read(int series, SampleBuffer into, boolean newest) {
            int start = into.size();
            for (int member = matches.first(order[series]);
                    member != SeriesMatches.NONE;
                    member = matches.next(member)) {
                int middle = into.size();
                SeriesReader reader = readers[matches.source(member)];
                if (newest) {
                    reader.readNewest(matches.number(member), into);
                } else {
                    reader.read(matches.number(member), into);
                }
                merger.join(into, start, middle);
            }
        }
    }
}
