package io.dunlin.promql.engine;

import io.dunlin.promql.function.PromqlFeature;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Limits and modes of an engine. Immutable; the {@code with…} methods return changed copies.
 *
 * @param maxSamples the most samples that one query may hold in intermediate results and its result
 * @param maxMemory the most bytes of heap that one query may take, by estimate
 * @param timeout the longest time a query may take
 * @param lookbackDelta how far an instant selector looks back for the newest sample
 * @param maxConcurrency the most queries evaluated at once; more wait
 * @param workers the number of worker threads
 * @param helpAfter how long a part of a query is computed on the thread that asks, before other workers join
 * @param defaultSubqueryStep the step of a subquery that names none
 * @param features what is switched on
 */
public record EngineOptions(
        int maxSamples,
        long maxMemory,
        Duration timeout,
        Duration lookbackDelta,
        int maxConcurrency,
        int workers,
        Duration helpAfter,
        Duration defaultSubqueryStep,
        Set<EngineFeature> features) {
    /** Small queries are done by then; to wake a thread and to give it memory takes a tenth to a fifth of this. */
    private static final Duration HELP_AFTER = Duration.ofNanos(250_000);

    /** Copies the features. */
    public EngineOptions {
        EnumSet<EngineFeature> copy = EnumSet.noneOf(EngineFeature.class);
        copy.addAll(features);
        features = copy;
    }

    /** Returns Prometheus's defaults and half of what all queries may take of the heap: 50 million samples, 2 minutes, lookback 5 minutes, 20 queries, step 1 minute. */
    public static EngineOptions defaults() {
        return new EngineOptions(
                50_000_000,
                heapForQueries() / 2,
                Duration.ofMinutes(2),
                Duration.ofMinutes(5),
                20,
                Runtime.getRuntime().availableProcessors(),
                HELP_AFTER,
                Duration.ofMinutes(1),
                Set.of());
    }

    /** Returns the bytes of heap that all queries together may take: three quarters. */
    static long heapForQueries() {
        return Runtime.getRuntime().maxMemory() / 4 * 3;
    }

    /** Returns whether a feature is on. */
    public boolean has(EngineFeature feature) {
        return features.contains(feature);
    }

    /** Returns the parts of the language that are on, those among them that always are. */
    public Set<PromqlFeature> parserFeatures() {
        EnumSet<PromqlFeature> on = EnumSet.noneOf(PromqlFeature.class);
        for (PromqlFeature feature : PromqlFeature.values()) {
            if (feature.onByDefault()) {
                on.add(feature);
            }
        }
        features.forEach(feature -> feature.syntax().ifPresent(on::add));
        return on;
    }

    /** Returns a copy with other features. */
    public EngineOptions withFeatures(Set<EngineFeature> on) {
        return new EngineOptions(
                maxSamples,
                maxMemory,
                timeout,
                lookbackDelta,
                maxConcurrency,
                workers,
                helpAfter,
                defaultSubqueryStep,
                on);
    }

    /** Returns a copy with another sample limit. */
    public EngineOptions withMaxSamples(int samples) {
        return new EngineOptions(
                samples,
                maxMemory,
                timeout,
                lookbackDelta,
                maxConcurrency,
                workers,
                helpAfter,
                defaultSubqueryStep,
                features);
    }

    /** Returns a copy with another limit on the heap memory of a query, in bytes. */
    public EngineOptions withMaxMemory(long bytes) {
        return new EngineOptions(
                maxSamples,
                bytes,
                timeout,
                lookbackDelta,
                maxConcurrency,
                workers,
                helpAfter,
                defaultSubqueryStep,
                features);
    }

    /** Returns a copy with another time limit. */
    public EngineOptions withTimeout(Duration limit) {
        return new EngineOptions(
                maxSamples,
                maxMemory,
                limit,
                lookbackDelta,
                maxConcurrency,
                workers,
                helpAfter,
                defaultSubqueryStep,
                features);
    }

    /** Returns a copy with another lookback delta. */
    public EngineOptions withLookbackDelta(Duration delta) {
        return new EngineOptions(
                maxSamples,
                maxMemory,
                timeout,
                delta,
                maxConcurrency,
                workers,
                helpAfter,
                defaultSubqueryStep,
                features);
    }

    /** Returns a copy with another limit on queries at once. */
    public EngineOptions withMaxConcurrency(int queries) {
        return new EngineOptions(
                maxSamples,
                maxMemory,
                timeout,
                lookbackDelta,
                queries,
                workers,
                helpAfter,
                defaultSubqueryStep,
                features);
    }

    /** Returns a copy with another number of worker threads. */
    public EngineOptions withWorkers(int threads) {
        return new EngineOptions(
                maxSamples,
                maxMemory,
                timeout,
                lookbackDelta,
                maxConcurrency,
                threads,
                helpAfter,
                defaultSubqueryStep,
                features);
    }

    /** Returns a copy in which other workers join after another time, zero for at once. */
    public EngineOptions withHelpAfter(Duration time) {
        return new EngineOptions(
                maxSamples,
                maxMemory,
                timeout,
                lookbackDelta,
                maxConcurrency,
                workers,
                time,
                defaultSubqueryStep,
                features);
    }

    /** Returns a copy with another step for subqueries that name none. */
    public EngineOptions withDefaultSubqueryStep(Duration step) {
        return new EngineOptions(
                maxSamples, maxMemory, timeout, lookbackDelta, maxConcurrency, workers, helpAfter, step, features);
    }
}
