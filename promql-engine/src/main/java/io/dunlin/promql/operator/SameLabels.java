package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.Labels;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What happens when series get the same label set, as when the names of {@code {__name__=~"a|b"}} are removed: they are one
 * series where they never meet at a step, and an error where they do. Sources whose label sets surely differ pass through.
 */
final class SameLabels {
    static final String DUPLICATE = "vector cannot contain metrics with the same labelset";

    private SameLabels() {}

    /** Fails when two series with values, at whatever steps, have the same labels. */
    static SeriesSource reject(QueryContext context, SeriesSource source, int steps) {
        if (source.labels().areDistinct()) {
            return source;
        }
        Frame frame = Frame.of(context, source, steps);
        Set<Labels> seen = new HashSet<>();
        for (int i = 0; i < frame.size(); i++) {
            if (!seen.add(frame.labels(i))) {
                throw QueryException.execution(DUPLICATE);
            }
        }
        return frame;
    }

    /** Makes series with the same labels one series; fails when two of them have a value at one step. */
    static SeriesSource merge(QueryContext context, SeriesSource source, int steps) {
        if (source.labels().areDistinct()) {
            return source;
        }
        return merge(Frame.of(context, source, steps));
    }

    /** As {@link #merge(QueryContext, SeriesSource, int)}. Whether the name is dropped, the earliest of them decides. */
    static Frame merge(Frame frame) {
        Map<Labels, Merged> byLabels = new LinkedHashMap<>();
        for (int i = 0; i < frame.size(); i++) {
            Merged merged = byLabels.get(frame.labels(i));
            if (merged == null) {
                byLabels.put(frame.labels(i), new Merged(frame.column(i), frame.dropsName(i)));
            } else {
                merged.add(frame.column(i), frame.dropsName(i));
            }
        }
        if (byLabels.size() == frame.size()) {
            return frame;
        }
        Frame.Builder builder = new Frame.Builder();
        byLabels.forEach((labels, merged) -> builder.add(labels, merged.dropsName, merged.column));
        return builder.build();
    }

    /** One series made of all that have the same labels. */
    private static final class Merged {
        private StepColumn column;
        private boolean dropsName;
        private boolean owned;

        Merged(StepColumn first, boolean dropsName) {
            this.column = first;
            this.dropsName = dropsName;
        }

        void add(StepColumn more, boolean moreDropsName) {
            if (!owned) {
                column = copy(column);
                owned = true;
            }
            if (firstStep(more) < firstStep(column)) {
                dropsName = moreDropsName;
            }
            addInto(column, more);
        }
    }

    private static int firstStep(StepColumn column) {
        int step = 0;
        while (!column.has(step)) {
            step++;
        }
        return step;
    }

    private static StepColumn copy(StepColumn column) {
        StepColumn copy = new StepColumn(column.steps());
        addInto(copy, column);
        return copy;
    }

    private static void addInto(StepColumn target, StepColumn more) {
        for (int step = 0; step < more.steps(); step++) {
            if (more.has(step)) {
                if (target.has(step)) {
                    throw QueryException.execution(DUPLICATE);
                }
                target.copy(step, more);
            }
        }
    }
}
