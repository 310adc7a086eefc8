package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryException.Kind;
import io.dunlin.tsdb.storage.View;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * What all operators of one query share: its view, its modes, its limits and the counts of what it has done. Thread-safe.
 */
public final class QueryContext {
    private static final String WHERE = "expression evaluation";

    private final View view;
    private final QueryModes modes;
    private final WorkerPool pool;
    private final BooleanSupplier cancelled;
    private final long deadline;
    private final long maxSamples;
    private final AtomicLong heldSamples = new AtomicLong();
    private final AtomicLong peakSamples = new AtomicLong();
    private final AtomicLong samplesRead = new AtomicLong();
    private final List<AnnotationSinks> annotations = new ArrayList<>();

    /**
     * Makes a context.
     *
     * @param view the data
     * @param modes the features that change how operators evaluate
     * @param pool the workers
     * @param cancelled says that the caller no longer wants a result
     * @param deadline the {@link System#nanoTime} after which the query has timed out
     * @param maxSamples the most samples to hold at once
     */
    public QueryContext(
            View view, QueryModes modes, WorkerPool pool, BooleanSupplier cancelled, long deadline, long maxSamples) {
        this.view = view;
        this.modes = modes;
        this.pool = pool;
        this.cancelled = cancelled;
        this.deadline = deadline;
        this.maxSamples = maxSamples;
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
        if (cancelled.getAsBoolean()) {
            throw new QueryException(Kind.CANCELED, "query was canceled in " + WHERE);
        }
        if (System.nanoTime() - deadline > 0) {
            throw new QueryException(Kind.TIMEOUT, "query timed out in " + WHERE);
        }
    }

    /** Accounts samples that are now held in memory; {@link #release} gives them back. */
    void hold(long samples) {
        long held = heldSamples.addAndGet(samples);
        peakSamples.accumulateAndGet(held, Math::max);
        if (held > maxSamples) {
            throw QueryException.execution(
                    "query processing would load too many samples into memory in query execution: samples=" + held
                            + ", limit=" + maxSamples + " (--query.max-samples)");
        }
    }

    /** Gives samples back to the account. */
    void release(long samples) {
        heldSamples.addAndGet(-samples);
    }

    /** Counts samples that were read from the storage. */
    void countRead(long samples) {
        samplesRead.addAndGet(samples);
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

    /** Returns the samples read from the storage so far. */
    public long samplesRead() {
        return samplesRead.get();
    }
}
