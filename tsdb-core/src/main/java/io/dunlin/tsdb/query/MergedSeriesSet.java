package io.dunlin.tsdb.query;

import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.SampleBuffer;
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
    private final List<SeriesSet> sources;
    private final SeriesMatches matches;

    /** The places of the series among the matches; null where these are in order. */
    private final int[] order;

    private MergedSeriesSet(List<SeriesSet> sources, SeriesMatches matches, int[] order) {
        this.sources = sources;
        this.matches = matches;
        this.order = order;
    }

    /** Joins sets; the order is that of the labels where the hints ask for it, else that of the first set that has it. */
    static SeriesSet of(List<SeriesSet> sources, SelectHints hints) {
        SeriesMatches matches = SeriesMatches.of(sources);
        boolean inOrder = !hints.sorted() && hints.limit() <= 0;
        MergedSeriesSet all = new MergedSeriesSet(List.copyOf(sources), matches, null);
        return inOrder ? all : new MergedSeriesSet(all.sources, matches, all.inLabelOrder(hints.limit()));
    }

    private int[] inLabelOrder(int limit) {
        Labels[] labels = new Labels[size()];
        Arrays.setAll(labels, this::labels);
        return IntStream.range(0, labels.length)
                .boxed()
                .sorted(Comparator.comparing(i -> labels[i]))
                .limit(limit > 0 ? limit : Integer.MAX_VALUE)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public int size() {
        return order == null ? matches.count() : order.length;
    }

    /** Returns the first member of a series. */
    private int first(int series) {
        return matches.first(order == null ? series : order[series]);
    }

    @Override
    public Labels labels(int series) {
        int member = first(series);
        int source = matches.source(member, 0);
        return sources.get(source).labels(matches.number(member, source));
    }

    @Override
    public boolean mayHave(String labelName) {
        return sources.stream().anyMatch(source -> source.mayHave(labelName));
    }

    @Override
    public LabelColumn column(String labelName) {
        int[] ids = new int[matches.count()];
        ValueNumbers values = new ValueNumbers();
        IntStream all = IntStream.range(0, sources.size());
        IntStream stream = ids.length < SeriesMatches.MIN_PARALLEL ? all : all.parallel();
        stream.forEach(source -> fill(ids, source, sources.get(source).column(labelName), values));
        int[] ordered = order == null
                ? ids
                : Arrays.stream(order).map(series -> ids[series]).toArray();
        return new LabelColumn(ordered, values.count(), values::get);
    }

    /** Fills in the series whose first member lies in a source. */
    private void fill(int[] ids, int source, LabelColumn column, ValueNumbers values) {
        int[] numbers = new int[column.bound()];
        int end = matches.firstOf(source + 1);
        for (int series = matches.firstOf(source); series < end; series++) {
            int id = column.ids()[matches.number(matches.first(series), source)];
            if (id != LabelColumn.ABSENT && numbers[id] == LabelColumn.ABSENT) {
                numbers[id] = values.number(column.value(id));
            }
            ids[series] = numbers[id];
        }
    }

    /** Numbers the values of several columns, equal ones alike. Thread-safe. */
    private static final class ValueNumbers {
        private final List<String> values = new ArrayList<>(List.of(""));
        private final Map<String, Integer> numbers = new HashMap<>();

        synchronized int number(String value) {
            return numbers.computeIfAbsent(value, any -> {
                values.add(value);
                return values.size() - 1;
            });
        }

        synchronized int count() {
            return values.size();
        }

        synchronized String get(int number) {
            return values.get(number);
        }
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

        /** The set read last: series that follow each other are mostly of one. */
        private int source;

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
            for (int member = first(series); member != SeriesMatches.NONE; member = matches.next(member)) {
                int middle = into.size();
                source = matches.source(member, source);
                SeriesReader reader = readers[source];
                if (newest) {
                    reader.readNewest(matches.number(member, source), into);
                } else {
                    reader.read(matches.number(member, source), into);
                }
                merger.join(into, start, middle);
            }
        }
    }
}
