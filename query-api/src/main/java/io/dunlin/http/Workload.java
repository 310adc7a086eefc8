package io.dunlin.http;

/** The pool that a route's requests run on, so that one kind of work cannot starve another. */
public enum Workload {
    /** Answers from memory: health, status, self metrics. */
    CONTROL,
    /** Evaluates PromQL; as many at once as {@code --query.max-concurrency} says. */
    QUERY,
    /** Reads series and label names without evaluating. */
    SELECT,
    /** Writes samples. */
    WRITE
}
