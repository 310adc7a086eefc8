package io.dunlin.tsdb.head;

/**
 * What a head has counted since it was opened.
 *
 * @param outOfOrderFloats the float samples that were appended though not later than their series' newest
 * @param outOfOrderHistograms the histograms of that kind
 * @param leftOut the samples that were left out of acknowledged requests, because another request of the same moment had
 *     written a sample of the same time or a later one
 */
public record HeadStats(long outOfOrderFloats, long outOfOrderHistograms, long leftOut) {}
