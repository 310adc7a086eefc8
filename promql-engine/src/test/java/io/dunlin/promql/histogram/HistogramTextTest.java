package io.dunlin.promql.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import org.junit.jupiter.api.Test;

class HistogramTextTest {
    @Test
    void shouldPrintPopulatedBucketsFromLowestToHighest() {
        FloatHistogram histogram = new FloatHistogram(
                0,
                CounterResetHint.GAUGE,
                0.001,
                -2,
                4,
                -1.5,
                new int[] {0, 2, 1, 1},
                new double[] {3, 0, 1},
                new int[] {1, 2},
                new double[] {1, 1},
                new double[0]);
        assertThat(HistogramText.print(histogram))
                .isEqualTo("{count:4, sum:-1.5, [-4,-2):1, [-2,-1):1, [-0.001,0.001]:-2, (0.5,1]:3, (4,8]:1}");
    }

    @Test
    void shouldOpenTheLowestCustomBucket() {
        FloatHistogram histogram = new FloatHistogram(
                FloatHistogram.CUSTOM_BUCKETS_SCHEMA,
                CounterResetHint.UNKNOWN,
                0,
                0,
                3,
                4,
                new int[] {0, 3},
                new double[] {1, 1, 1},
                new int[0],
                new double[0],
                new double[] {1, 2});
        assertThat(HistogramText.print(histogram)).isEqualTo("{count:3, sum:4, [-Inf,1]:1, (1,2]:1, (2,+Inf]:1}");
    }
}
