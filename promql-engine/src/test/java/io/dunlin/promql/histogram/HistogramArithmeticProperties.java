package io.dunlin.promql.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dunlin.promql.histogram.HistogramQuantiles.Estimate;
import io.dunlin.tsdb.model.FloatHistogram;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class HistogramArithmeticProperties {
    @Property
    void additionCommutes(@ForAll long seed) {
        RandomHistograms random = new RandomHistograms(seed);
        FloatHistogram a = random.exponential();
        FloatHistogram b = random.exponential();
        FloatHistogram ab = HistogramSum.of(a).add(b).compact().toHistogram();
        FloatHistogram ba = HistogramSum.of(b).add(a).compact().toHistogram();
        assertThat(HistogramLayout.sameData(ab, ba)).as("%s%n%s", ab, ba).isTrue();
    }

    @Property
    void additionOfCustomBucketsCommutes(@ForAll long seed) {
        RandomHistograms random = new RandomHistograms(seed);
        FloatHistogram a = random.custom();
        FloatHistogram b = random.custom();
        FloatHistogram ab = HistogramSum.of(a).add(b).compact().toHistogram();
        FloatHistogram ba = HistogramSum.of(b).add(a).compact().toHistogram();
        assertThat(HistogramLayout.sameData(ab, ba)).as("%s%n%s", ab, ba).isTrue();
    }

    @Property
    void everyObservationIsKept(@ForAll long seed) {
        RandomHistograms random = new RandomHistograms(seed);
        FloatHistogram sum =
                HistogramSum.of(random.exponential()).add(random.exponential()).toHistogram();
        assertThat(inBuckets(sum)).isEqualTo(sum.count());
        FloatHistogram custom =
                HistogramSum.of(random.custom()).add(random.custom()).toHistogram();
        assertThat(inBuckets(custom)).isEqualTo(custom.count());
    }

    private static double inBuckets(FloatHistogram h) {
        double sum = 0;
        BucketCursor bucket = BucketCursor.ascending(h);
        while (bucket.next()) {
            sum += bucket.count();
        }
        return sum;
    }

    @Property
    void subtractionUndoesAddition(@ForAll long seed) {
        RandomHistograms random = new RandomHistograms(seed);
        FloatHistogram a = random.exponential();
        FloatHistogram b = random.exponential();
        FloatHistogram sum = HistogramSum.of(a).add(b).toHistogram();
        FloatHistogram difference =
                HistogramSum.of(sum).subtract(b).subtract(a).compact().toHistogram();
        assertThat(difference.count()).isZero();
        assertThat(difference.zeroCount()).isZero();
        assertThat(difference.positiveBuckets()).isEmpty();
        assertThat(difference.negativeBuckets()).isEmpty();
    }

    @Property
    void compensatedAdditionOfWholeCountsIsPlainAddition(@ForAll long seed) {
        RandomHistograms random = new RandomHistograms(seed);
        HistogramSum plain = HistogramSum.of(random.exponential());
        HistogramSum compensated = plain.copy();
        for (int i = 0; i < 4; i++) {
            FloatHistogram next = random.exponential();
            plain.add(next);
            compensated.addCompensated(next);
        }
        FloatHistogram expected = plain.compact().toHistogram();
        FloatHistogram actual = compensated.settle().compact().toHistogram();
        assertThat(HistogramLayout.sameData(actual, expected))
                .as("%s%n%s", actual, expected)
                .isTrue();
    }

    @Property
    void spansSurviveTakingApart(@ForAll long seed) {
        FloatHistogram h = new RandomHistograms(seed).exponential();
        FloatHistogram again = HistogramSum.of(h).toHistogram();
        assertThat(HistogramLayout.sameData(again, h)).isTrue();
        FloatHistogram compact = HistogramSum.of(h).compact().toHistogram();
        assertThat(compact.positiveBuckets()).doesNotContain(0);
        assertThat(inBuckets(compact)).isEqualTo(inBuckets(h));
    }

    @Property
    void loweringTheResolutionKeepsQuantilesInTheirBuckets(
            @ForAll long seed, @ForAll @DoubleRange(max = 1) double phi) {
        FloatHistogram h = new RandomHistograms(seed).exponential();
        if (h.count() == 0 || h.schema() == -4) {
            return;
        }
        double fine = HistogramQuantiles.quantile(phi, h).value();
        FloatHistogram reduced = HistogramSum.of(h).reduce(h.schema() - 1).toHistogram();
        double coarse = HistogramQuantiles.quantile(phi, reduced).value();
        assertThat(reduced.count()).isEqualTo(h.count());
        double growth = Math.pow(2, Math.pow(2, 1 - h.schema()));
        if (fine > h.zeroThreshold() && coarse > h.zeroThreshold()) {
            assertThat(coarse / fine).isBetween(1 / growth * 0.999, growth * 1.001);
        }
    }

    @Property
    void quantilesRise(@ForAll long seed) {
        RandomHistograms random = new RandomHistograms(seed);
        for (FloatHistogram h : new FloatHistogram[] {random.exponential(), random.custom()}) {
            double before = Double.NEGATIVE_INFINITY;
            for (int percent = 0; percent <= 100 && h.count() > 0; percent++) {
                double quantile =
                        HistogramQuantiles.quantile(percent / 100.0, h).value();
                assertThat(quantile).isGreaterThanOrEqualTo(before - Math.abs(before) * 1e-9);
                before = quantile;
            }
        }
    }

    @Property
    void fractionInvertsQuantile(@ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 0.99) double phi) {
        FloatHistogram h = new RandomHistograms(seed).exponential();
        if (h.count() == 0) {
            return;
        }
        double quantile = HistogramQuantiles.quantile(phi, h).value();
        if (Math.abs(quantile) <= h.zeroThreshold()) {
            return;
        }
        Estimate fraction = HistogramQuantiles.fraction(Double.NEGATIVE_INFINITY, quantile, h);
        assertThat(fraction.value()).isCloseTo(phi, within(1e-9));
    }

    @Property
    void trimmingSplitsTheCount(@ForAll long seed, @ForAll @DoubleRange(min = -10, max = 10) double limit) {
        FloatHistogram h = new RandomHistograms(seed).exponential();
        FloatHistogram below = HistogramTrim.keepBelow(h, limit);
        FloatHistogram above = HistogramTrim.keepAbove(h, limit);
        assertThat(below.count() + above.count()).isCloseTo(h.count(), within(1e-9 * (1 + h.count())));
    }

    @Property
    void aGrowingHistogramWasNotReset(@ForAll long seed) {
        RandomHistograms random = new RandomHistograms(seed);
        FloatHistogram before = random.exponential();
        FloatHistogram after = HistogramSum.of(before).add(before).toHistogram();
        assertThat(CounterResets.detect(after, before)).isFalse();
        assertThat(CounterResets.detect(before, after)).isEqualTo(after.count() > before.count());
        FloatHistogram custom = random.custom();
        FloatHistogram more = HistogramSum.of(custom).add(random.custom()).toHistogram();
        assertThat(CounterResets.detect(more, custom)).isFalse();
    }

    @Property
    void theMeanOfEqualHistogramsIsTheirValue(@ForAll long seed) {
        FloatHistogram h = new RandomHistograms(seed).exponential();
        HistogramMean mean = new HistogramMean(h);
        mean.add(h);
        mean.add(h);
        FloatHistogram actual = mean.mean().compact().toHistogram();
        assertThat(HistogramLayout.sameData(actual, HistogramSum.of(h).compact().toHistogram()))
                .isTrue();
    }
}
