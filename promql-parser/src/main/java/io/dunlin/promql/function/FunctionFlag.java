package io.dunlin.promql.function;

/** A fact about a function that some part of the engine has to know. */
public enum FunctionFlag {
    /** Result series keep the metric name of the argument; without this flag it is dropped. */
    KEEPS_NAME,
    /** Needs {@link PromqlFeature#EXPERIMENTAL_FUNCTIONS}. */
    EXPERIMENTAL,
    /** The result depends on the evaluation time even when every selector below is fixed with {@code @}. */
    AT_UNSAFE,
    /** May be called on an {@code anchored} range selector. */
    ANCHORED_SAFE,
    /** May be called on a {@code smoothed} range selector. */
    SMOOTHED_SAFE,
    /** Honours start timestamps when those are switched on. */
    USES_START_TIMESTAMPS,
    /** Meant for counters: an info is raised when the metric's name or type says that it is none. */
    COUNTER_ONLY,
    /** Orders the result, which means nothing in a range query: a warning is raised there. */
    SORTS,
    /** A constant of the query (its start, end, range or step), known before evaluation. */
    QUERY_CONSTANT,
    /** Reads the time of each sample itself when its argument is a vector selector. */
    READS_SAMPLE_TIME,
    /** Derives the labels of its result from the matchers of the selector in its argument. */
    LABELS_FROM_MATCHERS,
    /** Rewrites the labels of whole series; values pass unchanged. */
    REWRITES_SERIES,
    /** Reads only count and sum of native histograms, whose buckets need not be decoded. */
    IGNORES_BUCKETS,
    /** Reads the buckets of native histograms, whatever is called below or above it. */
    NEEDS_BUCKETS,
    /** The second argument holds label matchers for info metrics; it may match the empty label set and has no name. */
    MATCHES_INFO_LABELS
}
