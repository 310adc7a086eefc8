package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.batch.StepGrid;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryException.Kind;
import io.dunlin.tsdb.storage.View;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all operators of one query share: its view, its modes, its limits and the counts of what it has done. Thread-safe.
 */
public final class QueryContext {
    private static final String WHERE = "expression evaluation";

    /** Window bounds, column, presence and scratch arrays of a worker. */
    private static final long BYTES_A_STEP = 64;

    private final View view;
    private final QueryModes modes;
    private final WorkerPool pool;
    private final QueryBudget budget;
    private final AtomicLong heldSamples = new AtomicLong();
    private final AtomicLong peakSamples = new AtomicLong();
    private final List<AnnotationSinks> annotations = new ArrayList<>();

    /**
     * Makes a context.
     *
     * @param view the data
     * @param modes the features that change how operators evaluate
     * @param pool the workers
     * @param budget what the query may use up
     */
    public QueryContext(View view, QueryModes modes, WorkerPool pool, QueryBudget budget) {
        this.view = view;
        this.modes = modes;
        this.pool = pool;
        this.budget = budget;
    }

    View view() {
        return view;
    }

    QueryModes modes() {
        return modes;
    }

    WorkerPool pool() {
        return pool;
    }

    /** Ends the query where it was cancelled or has run too long; called between batches. */
    public void checkpoint() {
        if (budget.cancelled().getAsBoolean()) {
            throw new QueryException(Kind.CANCELED, "query was canceled in " + WHERE);
        }
        if (System.nanoTime() - budget.deadline() > 0) {
            throw new QueryException(Kind.TIMEOUT, "query timed out in " + WHERE);
        }
    }

    /** Accounts samples that are now held in memory; {@link #release} gives them back. */
    void hold(long samples) {
        long held = heldSamples.addAndGet(samples);
        peakSamples.accumulateAndGet(held, Math::max);
        if (held > budget.maxSamples()) {
            throw QueryException.execution(
                    "query processing would load too many samples into memory in query execution: samples=" + held
                            + ", limit=" + budget.maxSamples() + " (--query.max-samples)");
        }
    }

    /** Gives samples back to the account. */
    void release(long samples) {
        heldSamples.addAndGet(-samples);
    }

    /** Returns the account of the query's heap memory. */
    MemoryAccount memory() {
        return budget.memory();
    }

    /**
     * Fails where an evaluation has so many steps that the arrays of one worker alone would take too much memory, before any
     * of them is made: a subquery asks for as many steps as it likes.
     */
    public void checkSteps(StepGrid grid) {
        long bytes = grid.size() * BYTES_A_STEP;
        budget.memory().take(bytes);
        budget.memory().give(bytes);
    }

    /** Returns the sinks of a new operator. Operators' annotations are merged in the order of these calls. */
    synchronized AnnotationSinks newSinks() {
        AnnotationSinks sinks = new AnnotationSinks();
        annotations.add(sinks);
        return sinks;
    }

    /** Returns the sink of a new operator that has only one. */
    Annotations newAnnotations() {
        return newSinks().newSink();
    }

    /** Returns all annotations; call it when the evaluation is over. */
    public synchronized Annotations mergedAnnotations() {
        Annotations merged = new Annotations();
        annotations.forEach(sinks -> sinks.mergeInto(merged));
        return merged;
    }

    /** Returns the most samples held at once so far. */
    public long peakSamples() {
        return peakSamples.get();
    }
}
