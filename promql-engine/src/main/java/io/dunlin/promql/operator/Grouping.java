package io.dunlin.promql.operator;

import io.dunlin.promql.plan.AggregatePlan;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.Utf8Order;
import io.dunlin.tsdb.storage.LabelColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which group each series of an aggregation belongs to. Groups are numbered in the order of their first series. Works on
 * label columns, so no string is touched per series.
 */
final class Grouping {
    private static final int NONE = -1;

    /** A number for each series: that of its group, or one that stands for the value of the only label compared. */
    private final int[] numbers;

    /** The group of each value's number where there is one label; null where the numbers are those of groups. */
    private final int[] groupOfNumber;

    private final int[] firstSeries;
    private final SeriesLabels labels;
    private final AggregatePlan aggregate;

    /** The columns of the labels that are compared, by rising name. */
    private final SortedMap<String, LabelColumn> columns;

    private Grouping(
            int[] numbers,
            int[] groupOfNumber,
            int[] firstSeries,
            SeriesLabels labels,
            AggregatePlan aggregate,
            SortedMap<String, LabelColumn> columns) {
        this.columns = columns;
        this.numbers = numbers;
        this.groupOfNumber = groupOfNumber;
        this.firstSeries = firstSeries;
        this.labels = labels;
        this.aggregate = aggregate;
    }

    /** Groups series by the labels of an aggregation. */
    static Grouping of(SeriesLabels labels, AggregatePlan aggregate) {
        SortedMap<String, LabelColumn> columns = new TreeMap<>(Utf8Order.COMPARATOR);
        for (String name : comparedLabels(labels, aggregate)) {
            columns.put(name, labels.column(name));
        }
        if (columns.size() == 1) {
            LabelColumn column = columns.get(columns.firstKey());
            int[] groupOfId = new int[column.bound()];
            int[] firstSeries = numberByOne(column.ids(), groupOfId);
            return new Grouping(column.ids(), groupOfId, firstSeries, labels, aggregate, columns);
        }
        int[] groupOf = new int[labels.size()];
        int[] firstSeries = number(List.copyOf(columns.values()), groupOf);
        return new Grouping(groupOf, null, firstSeries, labels, aggregate, columns);
    }

    private static List<String> comparedLabels(SeriesLabels labels, AggregatePlan aggregate) {
        if (!aggregate.without()) {
            return aggregate.labels();
        }
        List<String> names = new ArrayList<>(labels.names());
        names.removeAll(aggregate.labels());
        names.remove(Labels.METRIC_NAME);
        return names;
    }

    private static int[] number(List<LabelColumn> columns, int[] groupOf) {
        if (columns.isEmpty()) {
            return groupOf.length == 0 ? new int[0] : new int[1];
        }
        int groups = numberByFirst(columns.get(0), groupOf);
        for (LabelColumn column : columns.subList(1, columns.size())) {
            groups = refine(groupOf, column.ids());
        }
        int[] first = new int[groups];
        Arrays.fill(first, NONE);
        for (int series = 0; series < groupOf.length; series++) {
            if (first[groupOf[series]] == NONE) {
                first[groupOf[series]] = series;
            }
        }
        return first;
    }

    private static int numberByFirst(LabelColumn column, int[] groupOf) {
        int[] groupOfId = new int[column.bound()];
        int groups = numberByOne(column.ids(), groupOfId).length;
        for (int series = 0; series < groupOf.length; series++) {
            groupOf[series] = groupOfId[column.ids()[series]];
        }
        return groups;
    }

    /** Gives the ids that occur a group each; returns the first series of each group. */
    private static int[] numberByOne(int[] ids, int[] groupOfId) {
        int[] first = new int[groupOfId.length];
        Arrays.fill(groupOfId, NONE);
        int groups = 0;
        for (int series = 0; series < ids.length; series++) {
            if (groupOfId[ids[series]] == NONE) {
                groupOfId[ids[series]] = groups;
                first[groups++] = series;
            }
        }
        return Arrays.copyOf(first, groups);
    }

    /** Splits groups by another column. */
    private static int refine(int[] groupOf, int[] ids) {
        KeyNumbers numbers = new KeyNumbers();
        long last = -1;
        int lastGroup = -1;
        for (int series = 0; series < ids.length; series++) {
            long key = (long) groupOf[series] << 32 | ids[series];
            if (key != last) {
                last = key;
                lastGroup = numbers.numberOf(key);
            }
            groupOf[series] = lastGroup;
        }
        return numbers.count();
    }

    /** Returns the number of groups. */
    int count() {
        return firstSeries.length;
    }

    /** Returns the group of a series. */
    int groupOf(int series) {
        return groupOfNumber == null ? numbers[series] : groupOfNumber[numbers[series]];
    }

    /** Returns the number of series in each group. */
    int[] sizes() {
        int[] sizes = new int[count()];
        for (int series = 0; series < numbers.length; series++) {
            sizes[groupOf(series)]++;
        }
        return sizes;
    }

    /** Returns the labels of a group. */
    Labels labels(int group) {
        if (!aggregate.without()) {
            return compared(firstSeries[group]);
        }
        Labels member = labels.labels(firstSeries[group]);
        Set<String> removed = new HashSet<>(aggregate.labels());
        removed.add(Labels.METRIC_NAME);
        return member.without(removed);
    }

    /** Returns the labels of a series that are compared. */
    private Labels compared(int series) {
        String[] pairs = new String[2 * columns.size()];
        int size = 0;
        for (Map.Entry<String, LabelColumn> column : columns.entrySet()) {
            int id = column.getValue().ids()[series];
            if (id != LabelColumn.ABSENT) {
                pairs[size++] = column.getKey();
                pairs[size++] = column.getValue().value(id);
            }
        }
        return Labels.ofSorted(Arrays.copyOf(pairs, size));
    }
}
