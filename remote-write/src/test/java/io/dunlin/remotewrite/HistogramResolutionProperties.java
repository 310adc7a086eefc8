package io.dunlin.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class HistogramResolutionProperties {
    @Provide
    Arbitrary<NavigableMap<Integer, Double>> buckets() {
        return Arbitraries.maps(
                        Arbitraries.integers().between(-200, 200),
                        Arbitraries.integers().between(0, 1000).map(Integer::doubleValue))
                .ofMaxSize(40)
                .map(buckets -> new TreeMap<>(buckets));
    }

    @Property(tries = 300)
    void everyFineBucketIsCountedInTheCoarseBucketAroundIt(
            @ForAll("buckets") NavigableMap<Integer, Double> fine, @ForAll @IntRange(min = 1, max = 40) int halvings) {
        FloatHistogram histogram = histogram(8 + halvings, fine);

        FloatHistogram coarse = HistogramResolution.reduce(histogram, 8);

        TreeMap<Integer, Double> expected = new TreeMap<>();
        double width = Math.pow(2, halvings);
        fine.forEach((index, count) -> expected.merge((int) Math.ceil(index / width), count, Double::sum));
        assertThat(buckets(coarse.positiveSpans(), coarse.positiveBuckets())).isEqualTo(expected);
        assertThat(buckets(coarse.negativeSpans(), coarse.negativeBuckets())).isEqualTo(expected);
        assertThat(coarse.schema()).isEqualTo(8);
    }

    private static FloatHistogram histogram(int schema, NavigableMap<Integer, Double> buckets) {
        Numbers.Ints spans = new Numbers.Ints();
        int next = 0;
        for (int index : buckets.keySet()) {
            spans.add(index - next);
            spans.add(1);
            next = index + 1;
        }
        int[] flat = spans.toArray();
        double[] counts =
                buckets.values().stream().mapToDouble(Double::doubleValue).toArray();
        double[] none = {};
        return new FloatHistogram(schema, CounterResetHint.UNKNOWN, 0, 0, 0, 0, flat, counts, flat, counts, none);
    }

    private static NavigableMap<Integer, Double> buckets(int[] spans, double[] counts) {
        TreeMap<Integer, Double> buckets = new TreeMap<>();
        int index = 0;
        int next = 0;
        for (int span = 0; span < spans.length; span += 2) {
            index += spans[span];
            for (int i = 0; i < spans[span + 1]; i++) {
                buckets.put(index++, counts[next++]);
            }
        }
        assertThat(next).isEqualTo(counts.length);
        return buckets;
    }
}
