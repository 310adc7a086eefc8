package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepColumn;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The sorting functions. They order the series of an instant query; a range query's result is always in label order, so
 * there only what they leave out shows.
 */
final class VectorSorting {
    private VectorSorting() {}

    /** Orders by value, NaN last. Histograms are left out. */
    static Frame byValue(Frame input, boolean descending) {
        Frame floats = floatsOf(input);
        Comparator<Integer> order = (a, b) -> {
            double left = floats.column(a).values()[0];
            double right = floats.column(b).values()[0];
            if (Double.isNaN(left) || Double.isNaN(right)) {
                return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
            }
            if (left == right) {
                return 0;
            }
            return (left < right) == descending ? 1 : -1;
        };
        return inOrder(floats, order);
    }

    private static Frame floatsOf(Frame input) {
        Frame.Builder floats = new Frame.Builder();
        for (int i = 0; i < input.size(); i++) {
            StepColumn column = input.column(i);
            floats.add(
                    input.labels(i), input.dropsName(i), column.hasHistograms() ? withoutHistograms(column) : column);
        }
        return floats.build();
    }

    private static StepColumn withoutHistograms(StepColumn column) {
        StepColumn floats = new StepColumn(column.steps());
        for (int step = 0; step < column.steps(); step++) {
            if (column.has(step) && column.histogram(step) == null) {
                floats.set(step, column.values()[step]);
            }
        }
        return floats;
    }

    /** Orders by the values of some labels in natural order, then by all labels. */
    static Frame byLabels(Frame input, List<String> names, boolean descending) {
        Comparator<Integer> order = (a, b) -> {
            Labels left = input.labels(a);
            Labels right = input.labels(b);
            for (String name : names) {
                int byName = NaturalOrder.compare(left.get(name), right.get(name));
                if (byName != 0) {
                    return byName;
                }
            }
            return left.compareTo(right);
        };
        return inOrder(input, descending ? order.reversed() : order);
    }

    private static Frame inOrder(Frame frame, Comparator<Integer> order) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < frame.size(); i++) {
            places.add(i);
        }
        places.sort(order);
        Frame.Builder sorted = new Frame.Builder();
        for (int place : places) {
            sorted.add(frame.labels(place), frame.dropsName(place), frame.column(place));
        }
        return sorted.build();
    }
}
