package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.annotation.Infos;
import io.dunlin.promql.batch.StepColumn;
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
    }

    @Override
    public void accept(int series, StepColumn column) {
        ValueHeap[] ofGroup = heaps[groups.groupOf(series)];
        if (ofGroup == null) {
            ofGroup = new ValueHeap[steps];
            heaps[groups.groupOf(series)] = ofGroup;
        }
        for (int step = 0; step < steps; step++) {
            int k = counts.count(step);
            if (k < 1 || !column.has(step)) {
                continue;
            }
            if (column.histogram(step) != null) {
                annotations.add(Infos.histogramIgnoredInAggregation(largest ? "topk" : "bottomk", position));
                continue;
            }
            if (ofGroup[step] == null) {
                ofGroup[step] = new ValueHeap(largest);
            }
            ofGroup[step].offer(series, column.values()[step], k);
        }
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
