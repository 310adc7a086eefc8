package io.dunlin.tsdb.query;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.SampleBuffer;

/**
 * Joins two rising runs of samples that lie one behind the other in a buffer. Mostly the second begins after the first
 * has ended, and nothing is to do. Where they interleave, a histogram behind a sample of the other run knows nothing of a
 * counter reset any more. One thread at a time.
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
        boolean inFirst = times[start] <= times[middle];
        while (first < middle || second < end) {
            if (second == end || first < middle && times[first] <= times[second]) {
                if (second < end && times[first] == times[second]) {
                    second++;
                }
                copy(buffer, first++, scratch, !inFirst);
                inFirst = true;
            } else {
                copy(buffer, second++, scratch, inFirst);
                inFirst = false;
            }
        }
        buffer.size(start);
        for (int i = 0; i < scratch.size(); i++) {
            copy(scratch, i, buffer, false);
        }
    }

    private static void copy(SampleBuffer from, int index, SampleBuffer into, boolean behindAnother) {
        FloatHistogram histogram = from.hasHistograms() ? from.histograms()[index] : null;
        if (histogram == null) {
            into.add(from.times()[index], from.values()[index]);
        } else {
            into.add(from.times()[index], behindAnother ? histogram.behindAnother() : histogram);
        }
        if (from.startTimes() != null && from.startTimes()[index] != 0) {
            into.startTime(into.size() - 1, from.startTimes()[index]);
        }
    }
}
