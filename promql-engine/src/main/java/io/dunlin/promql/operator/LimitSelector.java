package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import java.util.ArrayList;
import java.util.List;

/** {@code limitk} and {@code limit_ratio}: whether a series is kept at a step is known as soon as it is read. */
final class LimitSelector implements SeriesSelector {
    private final QueryContext context;
    private final SeriesSource input;
    private final Rule rule;
    private final int steps;
    private final List<List<Integer>> series = new ArrayList<>();
    private final List<List<StepColumn>> columns = new ArrayList<>();
    private final Grouping groups;

    /** Says whether a series is kept. */
    private interface Rule {
        boolean keeps(int series, int step);
    }

    private LimitSelector(QueryContext context, SeriesSource input, Grouping groups, int steps, Rule rule) {
        this.context = context;
        this.input = input;
        this.groups = groups;
        this.steps = steps;
        this.rule = rule;
        for (int group = 0; group < groups.count(); group++) {
            series.add(new ArrayList<>());
            columns.add(new ArrayList<>());
        }
    }

    /** Keeps the first k series of each group at each step. */
    static LimitSelector first(QueryContext context, SeriesSource input, Grouping groups, StepParameter counts) {
        int steps = counts.values().length;
        int[][] kept = new int[groups.count()][steps];
        return new LimitSelector(context, input, groups, steps, (series, step) -> {
            int[] ofGroup = kept[groups.groupOf(series)];
            if (ofGroup[step] >= counts.count(step)) {
                return false;
            }
            ofGroup[step]++;
            return true;
        });
    }

    /** Keeps the series whose labels' place falls within a ratio, which is the same series at every step. */
    static LimitSelector ratio(QueryContext context, SeriesSource input, Grouping groups, StepParameter ratios) {
        double[] places = new double[input.size()];
        java.util.Arrays.fill(places, Double.NaN);
        return new LimitSelector(context, input, groups, ratios.values().length, (series, step) -> {
            double ratio = Math.max(-1, Math.min(1, ratios.values()[step]));
            if (ratio == 0) {
                return false;
            }
            if (Double.isNaN(places[series])) {
                places[series] = RatioSampler.placeOf(input.labels().labels(series));
            }
            return RatioSampler.takes(ratio, places[series]);
        });
    }

    @Override
    public void accept(int number, StepColumn column) {
        StepColumn kept = null;
        for (int step = 0; step < steps; step++) {
            if (column.has(step) && rule.keeps(number, step)) {
                if (kept == null) {
                    kept = new StepColumn(steps);
                }
                kept.copy(step, column);
            }
        }
        if (kept != null) {
            context.hold(kept.present());
            context.memory().take(MemorySizes.column(kept) + MemorySizes.LABELS);
            series.get(groups.groupOf(number)).add(number);
            columns.get(groups.groupOf(number)).add(kept);
        }
    }

    @Override
    public SeriesSource finish() {
        Frame.Builder result = new Frame.Builder();
        for (int group = 0; group < groups.count(); group++) {
            for (int i = 0; i < series.get(group).size(); i++) {
                int number = series.get(group).get(i);
                result.add(
                        input.labels().labels(number),
                        input.dropsName(number),
                        columns.get(group).get(i));
            }
        }
        return result.build();
    }
}
