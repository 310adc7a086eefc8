package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.Labels;
import java.util.HashMap;
import java.util.HashSet;
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

    /** Makes series with the same labels one series; fails when two of them have a value at one step. */
    static Frame merge(Frame frame) {
        Map<Labels, Integer> places = new HashMap<>();
        StepColumn[] merged = new StepColumn[frame.size()];
        boolean[] owned = new boolean[frame.size()];
        boolean[] drops = new boolean[frame.size()];
        for (int i = 0; i < frame.size(); i++) {
            Integer place = places.putIfAbsent(frame.labels(i), i);
            if (place == null) {
                merged[i] = frame.column(i);
                drops[i] = frame.dropsName(i);
                continue;
            }
            if (!owned[place]) {
                merged[place] = copy(merged[place]);
                owned[place] = true;
            }
            addInto(merged[place], frame.column(i));
        }
        if (places.size() == frame.size()) {
            return frame;
        }
        Frame.Builder builder = new Frame.Builder();
        for (int i = 0; i < merged.length; i++) {
            if (merged[i] != null) {
                builder.add(frame.labels(i), drops[i], merged[i]);
            }
        }
        return builder.build();
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
