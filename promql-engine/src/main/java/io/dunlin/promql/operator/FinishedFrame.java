package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.Labels;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The series of a result, with the names gone whose removal was delayed. Where that gives equal labels to several series they
 * become one, in which a float and a histogram may have the same time: results have room for both, and Prometheus sees no
 * error in it.
 *
 * @param frame the series
 * @param beside for each series the histograms at steps where it has a float, or null for none; null where no series has any
 */
record FinishedFrame(Frame frame, StepColumn[] beside) {
    /** Removes the names that are to be dropped. */
    static FinishedFrame of(QueryContext context, Frame frame) {
        if (!context.modes().delayedNameRemoval()) {
            return new FinishedFrame(frame, null);
        }
        Map<Labels, Kinds> byLabels = new LinkedHashMap<>();
        for (int i = 0; i < frame.size(); i++) {
            Labels labels = frame.dropsName(i) ? MetadataLabels.drop(frame.labels(i)) : frame.labels(i);
            byLabels.computeIfAbsent(labels, unused -> new Kinds()).add(frame.column(i));
        }
        Frame.Builder merged = new Frame.Builder();
        StepColumn[] beside = new StepColumn[byLabels.size()];
        int series = 0;
        for (Map.Entry<Labels, Kinds> entry : byLabels.entrySet()) {
            merged.add(entry.getKey(), false, entry.getValue().column);
            beside[series++] = entry.getValue().beside;
        }
        return new FinishedFrame(merged.build(), beside);
    }

    /** Returns the histograms at steps where a series has a float, or null. */
    StepColumn beside(int series) {
        return beside == null ? null : beside[series];
    }

    /** What all series with the same labels have. */
    private static final class Kinds {
        private StepColumn column;
        private StepColumn beside;
        private boolean owned;

        void add(StepColumn more) {
            if (column == null) {
                column = more;
                return;
            }
            if (!owned) {
                StepColumn first = column;
                column = new StepColumn(first.steps());
                owned = true;
                add(first);
            }
            for (int step = 0; step < more.steps(); step++) {
                if (more.has(step)) {
                    add(step, more);
                }
            }
        }

        private void add(int step, StepColumn more) {
            if (!column.has(step)) {
                column.copy(step, more);
                return;
            }
            boolean histogram = more.histogram(step) != null;
            boolean meetsHistogram = column.histogram(step) != null;
            if (histogram == meetsHistogram || (beside != null && beside.has(step))) {
                throw QueryException.execution(SameLabels.DUPLICATE);
            }
            if (beside == null) {
                beside = new StepColumn(column.steps());
            }
            beside.copy(step, histogram ? more : column);
            if (!histogram) {
                column.copy(step, more);
            }
        }
    }
}
