package io.dunlin.promql.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramArithmeticTest {
    private static final double[] NONE = {};

    private static FloatHistogram histogram(
            CounterResetHint hint, double zeroThreshold, int schema, double... buckets) {
        double count = 0;
        for (double bucket : buckets) {
            count += bucket;
        }
        int[] spans = {1, buckets.length};
        return new FloatHistogram(schema, hint, zeroThreshold, 0, count, count, spans, buckets, new int[0], NONE, NONE);
    }

    private static FloatHistogram plain(double... buckets) {
        return histogram(CounterResetHint.UNKNOWN, 0, 0, buckets);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "0, 1, 2",
        "0, -1, 0.5",
        "1, 1, 1.414213562373095",
        "1, 3, 2.82842712474619",
        "-1, 1, 4",
        "-4, 1, 65536",
        "8, 256, 2",
        "2, 4, 2",
        "0, 1024, 1.7976931348623157e308",
        "0, 1025, Infinity",
        "-4, 64, 1.7976931348623157e308",
        "8, 262144, 1.7976931348623157e308",
        "-4, 2147483647, Infinity",
        "-4, -2147483648, 0"
    })
    void knowsBucketBounds(int schema, int index, double bound) {
        assertThat(BucketBounds.exponentialUpper(schema, index)).isEqualTo(bound);
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN, UNKNOWN, UNKNOWN, false",
        "UNKNOWN, RESET, UNKNOWN, false",
        "NOT_RESET, UNKNOWN, UNKNOWN, false",
        "RESET, RESET, RESET, false",
        "RESET, NOT_RESET, UNKNOWN, true",
        "NOT_RESET, RESET, UNKNOWN, true",
        "RESET, GAUGE, GAUGE, false",
        "GAUGE, NOT_RESET, GAUGE, false"
    })
    void joinsHints(CounterResetHint a, CounterResetHint b, CounterResetHint joined, boolean collided) {
        HistogramSum sum = HistogramSum.of(histogram(a, 0, 0, 1)).add(histogram(b, 0, 0, 1));
        assertThat(sum.toHistogram().counterResetHint()).isEqualTo(joined);
        assertThat(sum.hintsCollided()).isEqualTo(collided);
    }

    @Test
    void widensTheZeroBucketToABucketsEnd() {
        // 0.75 lies inside the populated bucket (0.5, 1], so the zero bucket grows to 1.
        FloatHistogram narrow = new FloatHistogram(
                0,
                CounterResetHint.UNKNOWN,
                0.25,
                1,
                6,
                0,
                new int[] {0, 2},
                new double[] {2, 3},
                new int[0],
                NONE,
                NONE);
        FloatHistogram wide = histogram(CounterResetHint.UNKNOWN, 0.75, 0, 4);
        FloatHistogram sum = HistogramSum.of(narrow).add(wide).toHistogram();
        assertThat(sum.zeroThreshold()).isEqualTo(1);
        assertThat(sum.zeroCount()).isEqualTo(3);
        assertThat(sum.positiveBuckets()).containsExactly(7);
        assertThat(sum.positiveSpans()).containsExactly(1, 1);
    }

    @Test
    void takesTheCoarserSchema() {
        FloatHistogram fine = histogram(CounterResetHint.UNKNOWN, 0, 1, 1, 2, 3);
        FloatHistogram coarse = plain(10, 20);
        FloatHistogram sum = HistogramSum.of(fine).add(coarse).toHistogram();
        assertThat(sum.schema()).isZero();
        assertThat(sum.positiveBuckets()).containsExactly(13, 23);
        assertThat(HistogramSum.of(coarse).add(fine).toHistogram().positiveBuckets())
                .containsExactly(13, 23);
    }

    @Test
    void reconcilesCustomBounds() {
        FloatHistogram a = custom(new double[] {1, 2, 4}, 1, 2, 3, 4);
        FloatHistogram b = custom(new double[] {2, 3, 4}, 10, 20, 30, 40);
        HistogramSum sum = HistogramSum.of(a).add(b);
        assertThat(sum.boundsReconciled()).isTrue();
        assertThat(sum.toHistogram().customValues()).containsExactly(2, 4);
        assertThat(sum.toHistogram().positiveBuckets()).containsExactly(13, 53, 44);
        assertThat(sum.add(sum.toHistogram()).boundsReconciled()).isFalse();
    }

    private static FloatHistogram custom(double[] bounds, double... buckets) {
        double count = 0;
        for (double bucket : buckets) {
            count += bucket;
        }
        return new FloatHistogram(
                FloatHistogram.CUSTOM_BUCKETS_SCHEMA,
                CounterResetHint.UNKNOWN,
                0,
                0,
                count,
                count,
                new int[] {0, buckets.length},
                buckets,
                new int[0],
                NONE,
                bounds);
    }

    @Test
    void doesNotMixSchemas() {
        HistogramSum sum = HistogramSum.of(plain(1));
        FloatHistogram other = custom(new double[] {1}, 1, 1);
        assertThat(sum.accepts(other)).isFalse();
        assertThatThrownBy(() -> sum.add(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsErrorsOfCompensatedSums() {
        FloatHistogram large = plain(1e100);
        FloatHistogram one = plain(1);
        HistogramSum sum = HistogramSum.of(one).addCompensated(large).addCompensated(one);
        sum.addCompensated(plain(-1e100));
        assertThat(sum.settle().toHistogram().positiveBuckets()).containsExactly(2);
    }

    @Test
    void dividingByZeroRemovesBuckets() {
        FloatHistogram result = HistogramSum.of(plain(1, 2)).divide(0).toHistogram();
        assertThat(result.positiveBuckets()).isEmpty();
        assertThat(result.count()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void aNegativeFactorMakesAGauge() {
        assertThat(HistogramSum.of(plain(1)).multiply(-1).toHistogram().counterResetHint())
                .isEqualTo(CounterResetHint.GAUGE);
        assertThat(HistogramSum.of(plain(1)).divide(2).toHistogram().counterResetHint())
                .isEqualTo(CounterResetHint.UNKNOWN);
    }

    @Test
    void seesResets() {
        assertThat(CounterResets.detect(plain(1, 2), plain(1, 3))).isTrue();
        assertThat(CounterResets.detect(plain(3, 1), plain(1, 2)))
                .as("a bucket fell")
                .isTrue();
        assertThat(CounterResets.detect(plain(4), plain(1, 2)))
                .as("a bucket vanished")
                .isTrue();
        assertThat(CounterResets.detect(plain(4), plain(1, 0))).isFalse();
        assertThat(CounterResets.detect(histogram(CounterResetHint.RESET, 0, 0, 9), plain(1)))
                .isTrue();
        assertThat(CounterResets.detect(histogram(CounterResetHint.NOT_RESET, 0, 0, 1), plain(9)))
                .isFalse();
        assertThat(CounterResets.detect(histogram(CounterResetHint.UNKNOWN, 0, 1, 9), plain(1)))
                .as("a finer schema")
                .isTrue();
    }

    @Test
    void theMeanDoesNotOverflow() {
        FloatHistogram huge = plain(1.5e308);
        HistogramMean mean = new HistogramMean(huge);
        mean.add(huge);
        mean.add(huge);
        assertThat(mean.mean().toHistogram().positiveBuckets()[0]).isEqualTo(1.5e308);
    }
}
