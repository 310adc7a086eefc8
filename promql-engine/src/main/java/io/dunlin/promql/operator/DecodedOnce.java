package io.dunlin.promql.operator;

import io.dunlin.promql.operator.Selection.TimeRange;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;

/** Reads a series from the storage once and hands parts of its samples to several readers. Used by one worker. */
final class DecodedOnce {
    private final SampleReader samples;
    private final SampleBuffer decoded = new SampleBuffer();
    private int series = -1;

    DecodedOnce(SampleReader samples) {
        this.samples = samples;
    }

    /** Returns a reader of the samples within a range. */
    SampleReader within(TimeRange range) {
        return (wanted, into) -> {
            if (wanted != series) {
                decoded.clear();
                samples.read(wanted, decoded);
                series = wanted;
            }
            into.addAll(decoded, firstAfter(range.after()), firstAfter(range.upTo()));
        };
    }

    private int firstAfter(long time) {
        int found = Arrays.binarySearch(decoded.times(), 0, decoded.size(), time);
        return found >= 0 ? found + 1 : -found - 1;
    }
}
