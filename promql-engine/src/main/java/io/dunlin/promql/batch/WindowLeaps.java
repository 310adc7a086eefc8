package io.dunlin.promql.batch;

import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.BitSet;

/**
 * Where Prometheus's reader of a series, which goes from window to window, leaps over samples that no window needs. What it
 * lands on it does not compare with the sample before, so a counter reset there stays unnoticed. The rule is that of
 * {@code BufferedSeriesIterator.Seek} and {@code MemoizedSeriesIterator.Seek} in Prometheus's {@code storage}. Immutable.
 *
 * @param windows the windows
 * @param memory how far before the end of a window the reader wants to have been, in milliseconds
 */
public record WindowLeaps(WindowGrid windows, long memory) {
    /** Returns the leaps of a range selector, whose reader remembers what lies in its window. */
    public static WindowLeaps ofRanges(WindowGrid windows) {
        return new WindowLeaps(windows, windows.readUpTo(0) - windows.readAfter(0));
    }

    /** Returns the leaps of an instant selector, whose reader remembers the lookback delta, left-open. */
    public static WindowLeaps ofInstants(WindowGrid windows) {
        return new WindowLeaps(windows, windows.range() - 1);
    }

    /** Returns the indexes of the samples on which the reader lands after a leap. */
    public BitSet landings(SampleBuffer samples) {
        BitSet landings = new BitSet();
        long reach = Math.min(memory, windows.steps().step());
        int at = 0;
        for (int step = 0; !windows.fixed() && step < windows.count() && at < samples.size(); step++) {
            long end = windows.readUpTo(step);
            if (step > 0 && end - reach > samples.times()[at]) {
                at = firstFrom(samples, at, end - reach);
                landings.set(at);
            }
            at = firstFrom(samples, at, end);
        }
        return landings;
    }

    private static int firstFrom(SampleBuffer samples, int from, long time) {
        int at = from;
        while (at < samples.size() && samples.times()[at] < time) {
            at++;
        }
        return at;
    }
}
