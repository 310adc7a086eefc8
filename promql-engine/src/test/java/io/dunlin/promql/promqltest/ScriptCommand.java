package io.dunlin.promql.promqltest;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import java.util.List;
import java.util.Map;

/** A command of a script. */
sealed interface ScriptCommand {
    /** Forget all data. */
    record Clear() implements ScriptCommand {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /**
     * Store series.
     *
     * @param line where the command stands, from 1
     * @param series the samples of each series in time order
     * @param withCustomBuckets whether classic histograms are also stored as native ones with custom buckets
     */
    record Load(int line, Map<Labels, List<Sample>> series, boolean withCustomBuckets) implements ScriptCommand {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /** One sample; times in milliseconds, a start time of 0 is unknown, the histogram is null for floats. */
    record Sample(long startTime, long time, double value, FloatHistogram histogram) {}

    /**
     * Evaluate an expression.
     *
     * @param line where the command stands, from 1
     * @param query the expression
     * @param range whether it is a range query
     * @param start the first evaluation time, and that of an instant query, in milliseconds
     * @param end the last evaluation time
     * @param step the distance of evaluation times
     * @param expected what must come out
     */
    record Eval(int line, String query, boolean range, long start, long end, long step, Expected expected)
            implements ScriptCommand {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /** Calls the method for this command. */
    void accept(Visitor visitor);

    /** One method a command. */
    interface Visitor {
        /** Visits a clear command. */
        void visit(Clear clear);

        /** Visits a load command. */
        void visit(Load load);

        /** Visits an eval command. */
        void visit(Eval eval);
    }
}
