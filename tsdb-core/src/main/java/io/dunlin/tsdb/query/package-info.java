/**
 * Query step 1 of 5: one view over all places where samples lie. Takes selections from the engine, asks the head and the
 * blocks, and joins what they answer: the same label set in several places is one series, equal times are one sample.
 *
 * <p>May import {@code io.dunlin.tsdb.storage}, {@code io.dunlin.tsdb.model}, {@code io.dunlin.tsdb.head} and {@code
 * io.dunlin.tsdb.block}.
 */
package io.dunlin.tsdb.query;
