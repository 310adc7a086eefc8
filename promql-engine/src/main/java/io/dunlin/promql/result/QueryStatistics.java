package io.dunlin.promql.result;

/**
 * What an evaluation cost, in the terms of Prometheus's {@code stats} parameter. Times in nanoseconds.
 *
 * @param queueTime waiting for a free query slot
 * @param preparationTime parsing, planning and selecting series
 * @param evaluationTime evaluating
 * @param totalTime from the call to the result, queueing included
 * @param totalSamples samples that all windows of all steps held, a sample counted once for each window
 * @param samplesRead samples read from the storage, each once
 * @param peakSamples the most samples of intermediate results held at once
 * @param samplesPerStep for each step its share of {@code totalSamples}, or null where not asked for
 * @param samplesReadPerStep for each step its share of {@code samplesRead}, or null where not asked for
 */
public record QueryStatistics(
        long queueTime,
        long preparationTime,
        long evaluationTime,
        long totalTime,
        long totalSamples,
        long samplesRead,
        long peakSamples,
        long[] samplesPerStep,
        long[] samplesReadPerStep) {}
