package io.dunlin.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import org.junit.jupiter.api.Test;

class ResolutionLimitTest {
    private static FloatHistogram histogram(int schema, int[] spans, double... buckets) {
        return new FloatHistogram(
                schema,
                CounterResetHint.UNKNOWN,
                0,
                0,
                10,
                1,
                spans,
                buckets,
                new int[0],
                new double[0],
                new double[0]);
    }

    @Test
    void knownResolutionsStayAsTheyAre() {
        FloatHistogram h = histogram(8, new int[] {-1, 3}, 1, 2, 3);
        assertThat(ResolutionLimit.apply(h)).isSameAs(h);
        FloatHistogram custom = histogram(FloatHistogram.CUSTOM_BUCKETS_SCHEMA, new int[] {0, 1}, 1);
        assertThat(ResolutionLimit.apply(custom)).isSameAs(custom);
    }

    /** Of schema 9 the buckets -1 and 0 lie in bucket 0 of schema 8, the buckets 1 and 2 in bucket 1. */
    @Test
    void neighboursBecomeOneBucket() {
        FloatHistogram h = histogram(9, new int[] {-1, 4, 2, 1}, 1, 2, 4, 8, 16);
        FloatHistogram lowered = ResolutionLimit.apply(h);
        assertThat(lowered.schema()).isEqualTo(8);
        assertThat(lowered.positiveSpans()).containsExactly(0, 2, 1, 1);
        assertThat(lowered.positiveBuckets()).containsExactly(3, 12, 16);
    }

    @Test
    void theHighestStoredResolutionKeepsOnlyTheSide() {
        FloatHistogram h = histogram(52, new int[] {-5, 10}, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        FloatHistogram lowered = ResolutionLimit.apply(h);
        assertThat(lowered.positiveSpans()).containsExactly(0, 2);
        assertThat(lowered.positiveBuckets()).containsExactly(6, 4);
    }
}
