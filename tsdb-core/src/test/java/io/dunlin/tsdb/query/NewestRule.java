package io.dunlin.tsdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SeriesSet;

/** What {@code readNewest} must find: the last sample that {@code read} finds, with its start timestamp. */
public final class NewestRule {
    private NewestRule() {}

    /** Compares with the samples of a series as {@code read} found them. */
    public static void check(SeriesSet set, int series, SampleBuffer samples) {
        SampleBuffer newest = new SampleBuffer();
        set.reader().readNewest(series, newest);
        if (samples.size() == 0) {
            assertThat(newest.size()).isZero();
            return;
        }
        int last = samples.size() - 1;
        int found = newest.size() - 1;
        assertThat(found).isNotNegative();
        assertThat(newest.times()[found]).isEqualTo(samples.times()[last]);
        if (samples.hasHistograms() && samples.histograms()[last] != null) {
            assertThat(newest.histograms()[found]).isEqualTo(samples.histograms()[last]);
        } else {
            assertThat(newest.hasHistograms() && newest.histograms()[found] != null)
                    .isFalse();
            assertThat(newest.values()[found]).isEqualTo(samples.values()[last]);
        }
        assertThat(newest.startTimes() == null ? 0 : newest.startTimes()[found])
                .isEqualTo(samples.startTimes() == null ? 0 : samples.startTimes()[last]);
    }
}
