package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.annotation.Infos;
import io.dunlin.promql.batch.StepColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code topk} and {@code bottomk}: keeps, for each group and step, a heap of the best series while the input streams by.
 * Memory grows with groups × steps × k.
 */
final class ExtremeSelector implements SeriesSelector {
    private final QueryContext context;
    private final SeriesSource input;
    private final Grouping groups;
    private final StepParameter counts;
    private final boolean largest;
    private final Annotations annotations;
    private final int position;
    private final int steps;
    private final ValueHeap[][] heaps;

    /** For each group and step the value that a series must beat, NaN where every series is to be offered. */
    private final double[][] bars;

    ExtremeSelector(
            QueryContext context,
            SeriesSource input,
            Grouping groups,
            StepParameter counts,
            boolean largest,
            int position) {
        this.context = context;
        this.input = input;
        this.groups = groups;
        this.counts = counts;
        this.largest = largest;
        this.annotations = context.newAnnotations();
        this.position = position;
        this.steps = counts.values().length;
        this.heaps = new ValueHeap[groups.count()][];
        this.bars = new double[groups.count()][];
    }

    @Override
    public void accept(int series, StepColumn column) {
        int group = groups.groupOf(series);
        if (heaps[group] == null) {
            heaps[group] = new ValueHeap[steps];
            bars[group] = new double[steps];
            Arrays.fill(bars[group], Double.NaN);
        }
        double[] bar = bars[group];
        double[] values = column.values();
        boolean floats = !column.hasHistograms();
        for (int step = 0; step < steps; step++) {
            boolean beaten = largest ? values[step] <= bar[step] : values[step] >= bar[step];
            if (!(floats && beaten) && column.has(step)) {
                offer(series, column, group, step);
            }
        }
    }

    private void offer(int series, StepColumn column, int group, int step) {
        int k = counts.count(step);
        if (k < 1) {
            return;
        }
        if (column.histogram(step) != null) {
            annotations.add(Infos.histogramIgnoredInAggregation(largest ? "topk" : "bottomk", position));
            return;
        }
        ValueHeap heap = heaps[group][step];
        if (heap == null) {
            heap = new ValueHeap(largest);
            heaps[group][step] = heap;
        }
        heap.offer(series, column.values()[step], k);
        bars[group][step] = heap.size() == k ? heap.value(0) : Double.NaN;
    }

    @Override
    public SeriesSource finish() {
        Map<Integer, StepColumn> selected = new HashMap<>();
        Frame.Builder result = new Frame.Builder();
        long held = 0;
        for (ValueHeap[] ofGroup : heaps) {
            for (int step = 0; ofGroup != null && step < steps; step++) {
                if (ofGroup[step] != null) {
                    held += ofGroup[step].size();
                    take(ofGroup[step], step, selected, result);
                }
            }
        }
        context.hold(held);
        return result.build();
    }

    /** Series appear in the result in the order of their first selection: in an instant query, best first. */
    private void take(ValueHeap heap, int step, Map<Integer, StepColumn> selected, Frame.Builder result) {
        heap.sortBestFirst();
        for (int place = 0; place < heap.size(); place++) {
            int series = heap.series(place);
            StepColumn column = selected.get(series);
            if (column == null) {
                context.memory().take(MemorySizes.column(steps) + MemorySizes.LABELS);
                column = new StepColumn(steps);
                selected.put(series, column);
                column.set(step, heap.value(place));
                result.add(input.labels().labels(series), input.dropsName(series), column);
            } else {
                column.set(step, heap.value(place));
            }
        }
    }
}
