package io.dunlin.promql.operator;

import io.dunlin.promql.batch.StepGrid;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the samples of one evaluation for the query's statistics: those that its windows held, and those that were read, a
 * sample in several windows once; in all and, where asked for, for each step. Workers count in tallies of their own, which are
 * added up when the evaluation is over. Thread-safe.
 *
 * <p>A part that is evaluated once for all steps holds its samples at each of them and reads them at the first. What a
 * subquery holds counts nowhere, for its results are counted by the function that reads them; what it reads counts at the
 * step that needs it first.
 */
public final class SampleCounts {
    private final StepGrid grid;
    private final boolean perStep;
    private final boolean readsPerStep;
    private final List<SampleTally> tallies = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    private SampleCounts(StepGrid grid, boolean perStep, boolean readsPerStep) {
        this.grid = grid;
        this.perStep = perStep;
        this.readsPerStep = readsPerStep;
    }

    /** Samples of another evaluation that belong to this one. */
    private interface Part {
        void addTo(SampleTally sum);
    }

    /** Returns counts for an evaluation at the times of a grid. */
    public static SampleCounts of(StepGrid grid, boolean perStep) {
        return new SampleCounts(grid, perStep, perStep);
    }

    /** Returns counts that count nowhere, for samples that are read a second time. */
    static SampleCounts nowhere(StepGrid grid) {
        return of(grid, false);
    }

    /** Returns counts for a part that is evaluated once for all of this evaluation's steps. */
    SampleCounts once() {
        SampleCounts counts = of(StepGrid.instant(grid.start()), false);
        add(sum -> {
            SampleTally once = counts.sum();
            sum.add(once.held() * grid.count(), 0);
            sum.add(0, once.read());
            for (int step = 0; sum.countsSteps() && step < grid.count(); step++) {
                sum.addStep(step, once.held(), step == 0 ? once.read() : 0);
            }
        });
        return counts;
    }

    /** Returns counts for a subquery that is the whole query, at one time. */
    SampleCounts whole(StepGrid inner) {
        SampleCounts counts = of(inner, false);
        add(sum -> {
            SampleTally all = counts.sum();
            sum.add(all.held(), all.read());
            if (sum.countsSteps()) {
                sum.addStep(0, all.held(), all.read());
            }
        });
        return counts;
    }

    /**
     * Returns counts for a subquery whose results a function reads.
     *
     * @param inner the subquery's times
     * @param offset the offset of the subquery
     * @param range the length of the function's windows; what is read between two windows counts nowhere
     */
    SampleCounts within(StepGrid inner, long offset, long range) {
        boolean gaps = range > 0 && grid.step() > range;
        boolean several = grid.count() > 1;
        SampleCounts counts = new SampleCounts(inner, false, several && (readsPerStep || gaps));
        add(sum -> {
            SampleTally all = counts.sum();
            if (counts.readsPerStep) {
                addReads(all, inner, offset, range, sum);
                return;
            }
            sum.add(0, all.read());
            if (sum.countsSteps()) {
                sum.addStep(0, 0, all.read());
            }
        });
        return counts;
    }

    /** Puts the reads of a subquery's times to the first step at or after them, by the rule of Prometheus 3.14. */
    private void addReads(SampleTally inner, StepGrid times, long offset, long range, SampleTally sum) {
        for (int k = 0; k < times.count(); k++) {
            long time = times.time(k) + offset;
            long steps = time <= grid.start() ? 0 : (time - grid.start() + grid.step() - 1) / grid.step();
            int step = (int) Math.min(steps, grid.count() - 1L);
            if (range > 0 && time <= grid.time(step) - range) {
                continue;
            }
            sum.add(0, inner.read(k));
            if (sum.countsSteps()) {
                sum.addStep(step, 0, inner.read(k));
            }
        }
    }

    private synchronized void add(Part part) {
        parts.add(part);
    }

    /** Returns a new tally for one worker. */
    synchronized SampleTally tally() {
        SampleTally tally = emptyTally();
        tallies.add(tally);
        return tally;
    }

    private SampleTally emptyTally() {
        return new SampleTally(perStep ? grid.count() : 0, readsPerStep ? grid.count() : 0);
    }

    /** Returns all counts together; call it when the evaluation is over. */
    public synchronized SampleTally sum() {
        SampleTally sum = emptyTally();
        tallies.forEach(sum::add);
        parts.forEach(part -> part.addTo(sum));
        return sum;
    }
}
