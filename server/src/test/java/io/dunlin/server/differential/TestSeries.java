package io.dunlin.server.differential;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.List;

/** A series of the data set with its samples in time order. */
record TestSeries(Labels labels, List<Point> points) {
    /**
     * A sample.
     *
     * @param time Unix milliseconds
     * @param value the float; meaningless beside a histogram
     * @param histogram the histogram, or null
     * @param integer whether the histogram's counts travel as whole numbers
     */
    record Point(long time, double value, FloatHistogram histogram, boolean integer) {}

    static TestSeries of(String... labels) {
        return new TestSeries(Labels.of(labels), new ArrayList<>());
    }

    void add(long time, double value) {
        points.add(new Point(time, value, null, false));
    }

    void add(long time, FloatHistogram histogram, boolean integer) {
        points.add(new Point(time, 0, histogram, integer));
    }
}
