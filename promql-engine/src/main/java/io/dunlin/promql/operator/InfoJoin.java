package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.batch.StepGrid;
import io.dunlin.promql.batch.WindowEdge;
import io.dunlin.promql.batch.WindowGrid;
import io.dunlin.promql.plan.SampleField;
import io.dunlin.promql.plan.TimeShift;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code info}: adds to each series the labels of the info metrics ({@code target_info} unless others are asked for) that
 * have the same {@code instance} and {@code job} at the step. Of several info series the one with the newest sample counts.
 */
final class InfoJoin {
    private static final List<String> IDENTIFYING = List.of("instance", "job");
    private static final String TARGET_INFO = "target_info";

    private final QueryContext context;
    private final StepGrid steps;
    private final SampleCounts counts;
    private final List<LabelMatcher> nameMatchers = new ArrayList<>();
    private final List<LabelMatcher> dataMatchers = new ArrayList<>();

    /** Makes a join; {@code matchers} are those of the second argument. */
    InfoJoin(QueryContext context, StepGrid steps, SampleCounts counts, List<LabelMatcher> matchers) {
        this.counts = counts;
        this.context = context;
        this.steps = steps;
        for (LabelMatcher matcher : matchers) {
            (matcher.name().equals(Labels.METRIC_NAME) ? nameMatchers : dataMatchers).add(matcher);
        }
        completeNameMatchers();
    }

    private void completeNameMatchers() {
        if (nameMatchers.isEmpty()) {
            nameMatchers.add(LabelMatcher.equal(Labels.METRIC_NAME, TARGET_INFO));
        } else if (nameMatchers.stream().allMatch(LabelMatcher::isNegative)) {
            nameMatchers.add(0, new LabelMatcher(LabelMatcher.Type.REGEX, Labels.METRIC_NAME, ".+_info"));
        }
    }

    /** Adds the labels; info series are read from when the base series' selector reads. */
    Frame apply(Frame base, TimeShift shift) {
        Frame info = selectInfo(base, shift);
        Newest newest = new Newest(info, steps.count());
        Map<Labels, StepColumn> results = new LinkedHashMap<>();
        Map<Labels, Boolean> drops = new HashMap<>();
        for (int i = 0; i < base.size(); i++) {
            context.checkpoint();
            for (Labels labels : addSeries(base, i, newest, results)) {
                drops.putIfAbsent(labels, base.dropsName(i));
            }
        }
        Frame.Builder frame = new Frame.Builder();
        results.forEach((labels, column) -> frame.add(labels, drops.get(labels), column));
        return frame.build();
    }

    private boolean isInfo(Labels series) {
        String name = series.metricName();
        return nameMatchers.stream().allMatch(m -> m.matches(name));
    }

    private Frame selectInfo(Frame base, TimeShift shift) {
        List<LabelMatcher> matchers = new ArrayList<>(dataMatchers);
        matchers.addAll(nameMatchers);
        boolean identified = false;
        for (String label : IDENTIFYING) {
            TreeSet<String> values = new TreeSet<>();
            for (int i = 0; i < base.size(); i++) {
                String value = base.labels(i).get(label);
                if (!value.isEmpty() && !isInfo(base.labels(i))) {
                    values.add(value);
                }
            }
            if (!values.isEmpty()) {
                identified = true;
                matchers.add(oneOf(label, values));
            }
        }
        if (!identified) {
            return new Frame.Builder().build();
        }
        WindowGrid windows = new WindowGrid(
                steps,
                context.modes().lookbackDelta(),
                shift.offset(),
                shift.fixed(),
                shift.at(),
                WindowEdge.PLAIN,
                context.modes().lookbackDelta());
        Selection selection = Selection.of(context, matchers, windows, null);
        rejectHistograms(selection);
        return Frame.of(context, new InstantSelectSource(selection, SampleField.TIME, counts), steps.count());
    }

    private void rejectHistograms(Selection selection) {
        SeriesSource values = new InstantSelectSource(selection, SampleField.VALUE, SampleCounts.nowhere(steps));
        ColumnPump.run(context, values, steps.count(), (series, column) -> {
            if (column.hasHistograms()) {
                throw QueryException.execution("this should be an info metric, with float samples: "
                        + selection.labels().labels(series));
            }
        });
    }

    private static LabelMatcher oneOf(String label, Set<String> values) {
        String regex = values.stream().map(com.google.re2j.Pattern::quote).collect(Collectors.joining("|"));
        return new LabelMatcher(LabelMatcher.Type.REGEX, label, regex);
    }

    /** The newest info series of each metric and target at each step. */
    private static final class Newest {
        private final Frame info;
        /** For each metric name, then for each target's labels, the series at each step, or -1. */
        private final Map<String, Map<Labels, int[]>> series = new TreeMap<>();

        Newest(Frame info, int steps) {
            this.info = info;
            for (int i = 0; i < info.size(); i++) {
                Labels labels = info.labels(i);
                int[] places = series.computeIfAbsent(labels.metricName(), n -> new HashMap<>())
                        .computeIfAbsent(labels.keep(IDENTIFYING), t -> filled(steps));
                for (int step = 0; step < steps; step++) {
                    if (info.column(i).has(step)) {
                        offer(places, step, i);
                    }
                }
            }
        }

        private static int[] filled(int steps) {
            int[] places = new int[steps];
            java.util.Arrays.fill(places, -1);
            return places;
        }

        private void offer(int[] places, int step, int candidate) {
            if (places[step] < 0) {
                places[step] = candidate;
                return;
            }
            double existing = info.column(places[step]).values()[step];
            double time = info.column(candidate).values()[step];
            if (existing == time) {
                long millis = Math.round(time * 1000);
                throw QueryException.execution("found duplicate series for info metric: existing "
                        + info.labels(places[step]) + " @ " + millis + ", new " + info.labels(candidate) + " @ "
                        + millis);
            }
            if (existing < time) {
                places[step] = candidate;
            }
        }

        /** Returns the info series of a target at a step, by metric name. */
        List<Labels> of(Labels target, int step) {
            List<Labels> found = new ArrayList<>();
            for (Map<Labels, int[]> ofMetric : series.values()) {
                int[] places = ofMetric.get(target);
                if (places != null && places[step] >= 0) {
                    found.add(info.labels(places[step]));
                }
            }
            return found;
        }
    }

    /** Returns the label sets that the series has in the result. */
    private Set<Labels> addSeries(Frame base, int series, Newest newest, Map<Labels, StepColumn> results) {
        Set<Labels> used = new HashSet<>();
        Labels labels = base.labels(series);
        Labels target = labels.keep(IDENTIFYING);
        boolean ignored = isInfo(labels);
        StepColumn column = base.column(series);
        for (int step = 0; step < steps.count(); step++) {
            if (!column.has(step)) {
                continue;
            }
            Labels enriched = ignored ? labels : enrich(labels, newest.of(target, step));
            if (enriched != null) {
                StepColumn result = results.computeIfAbsent(enriched, l -> new StepColumn(steps.count()));
                if (result.has(step)) {
                    throw QueryException.execution(SameLabels.DUPLICATE);
                }
                result.copy(step, column);
                used.add(enriched);
            }
        }
        return used;
    }

    /** Returns the labels with those of the info series, or null where the series must have a label that none gives. */
    private Labels enrich(Labels labels, List<Labels> infos) {
        if (infos.isEmpty()) {
            return dataMatchers.stream().allMatch(LabelMatcher::matchesEmpty) ? labels : null;
        }
        Labels.Builder added = Labels.builder();
        for (Labels info : infos) {
            for (Labels.Label label : info) {
                if (isWanted(label.name())) {
                    addLabel(added, labels, label);
                }
            }
        }
        Labels.Builder result = labels.toBuilder();
        for (Labels.Label label : added.build()) {
            result.set(label.name(), label.value());
        }
        return result.build();
    }

    private boolean isWanted(String name) {
        return !name.equals(Labels.METRIC_NAME)
                && (dataMatchers.isEmpty()
                        || dataMatchers.stream().anyMatch(m -> m.name().equals(name)));
    }

    private static void addLabel(Labels.Builder added, Labels base, Labels.Label label) {
        String known = added.get(label.name());
        if (!known.isEmpty() && !known.equals(label.value())) {
            throw QueryException.execution("conflicting label: " + label.name());
        }
        if (!base.has(label.name())) {
            added.set(label.name(), label.value());
        }
    }
}
