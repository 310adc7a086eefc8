package io.dunlin.promql.operator;

import java.util.function.BooleanSupplier;

/**
 * What one query may use up.
 *
 * @param cancelled says that the caller no longer wants a result
 * @param deadline the {@link System#nanoTime} after which the query has timed out
 * @param maxSamples the most samples to hold at once
 * @param memory the account of its heap memory; whoever opened it closes it
 */
public record QueryBudget(BooleanSupplier cancelled, long deadline, long maxSamples, MemoryAccount memory) {}
