package io.dunlin.tsdb.query;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * Joins two rising runs of samples that lie one behind the other in a buffer. Mostly the second begins after the first
 * has ended, and nothing is to do. One thread at a time.
 */
final class SampleMerger {
    private final SampleBuffer scratch = new SampleBuffer();

    /** Joins {@code [start, middle)} and {@code [middle, size)}; of equal times the sample of the first run stays. */
    void join(SampleBuffer buffer, int start, int middle) {
        int end = buffer.size();
        long[] times = buffer.times();
        if (start == middle || middle == end || times[middle - 1] < times[middle]) {
            return;
        }
        scratch.clear();
        int first = start;
        int second = middle;
        while (first < middle || second < end) {
            if (second == end || first < middle && times[first] <= times[second]) {
                if (second < end && times[first] == times[second]) {
                    second++;
                }
                copy(buffer, first++, scratch);
            } else {
                copy(buffer, second++, scratch);
            }
        }
        buffer.size(start);
        for (int i = 0; i < scratch.size(); i++) {
            copy(scratch, i, buffer);
        }
    }

    private static void copy(SampleBuffer from, int index, SampleBuffer into) {
        FloatHistogram histogram = from.hasHistograms() ? from.histograms()[index] : null;
        if (histogram == null) {
            into.add(from.times()[index], from.values()[index]);
        } else {
            into.add(from.times()[index], histogram);
        }
        if (from.startTimes() != null && from.startTimes()[index] != 0) {
            into.startTime(into.size() - 1, from.startTimes()[index]);
        }
    }
}
