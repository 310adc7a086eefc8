package io.dunlin.remotewrite;

import io.dunlin.tsdb.model.FloatHistogram;

/**
 * Makes exponential histograms coarser. Two neighbouring buckets of one schema are one bucket of the schema below it:
 * bucket {@code i} becomes bucket {@code ceil(i / 2)}. Stateless.
 *
 * <p>Source: the Prometheus native histogram specification, "Schema".
 */
final class HistogramResolution {
    private HistogramResolution() {}

    /** Returns a valid histogram in a schema lower than its own. */
    static FloatHistogram reduce(FloatHistogram histogram, int schema) {
        int halvings = histogram.schema() - schema;
        Side positive = new Side(histogram.positiveSpans(), histogram.positiveBuckets(), halvings);
        Side negative = new Side(histogram.negativeSpans(), histogram.negativeBuckets(), halvings);
        return new FloatHistogram(
                schema,
                histogram.counterResetHint(),
                histogram.zeroThreshold(),
                histogram.zeroCount(),
                histogram.count(),
                histogram.sum(),
                positive.spans.toArray(),
                positive.buckets(),
                negative.spans.toArray(),
                negative.buckets(),
                histogram.customValues());
    }

    /** One side's buckets in the coarser schema. */
    private static final class Side {
        private final Numbers.Ints spans = new Numbers.Ints();
        private final Numbers.Doubles counts = new Numbers.Doubles();
        private int spanOffset;
        private int spanLength;
        private int nextIndex;
        private double pending;

        Side(int[] fineSpans, double[] fineBuckets, int halvings) {
            int index = 0;
            int bucket = 0;
            for (int span = 0; span < fineSpans.length; span += 2) {
                index += fineSpans[span];
                for (int i = 0; i < fineSpans[span + 1]; i++) {
                    add(coarse(index++, halvings), fineBuckets[bucket++]);
                }
            }
            endSpan();
        }

        private static int coarse(int index, int halvings) {
            return (int) ((index - 1L >> halvings) + 1);
        }

        private void add(int index, double count) {
            if (spanLength > 0 && index == nextIndex - 1) {
                pending += count;
                return;
            }
            if (spanLength > 0 && index == nextIndex) {
                counts.add(pending);
                spanLength++;
            } else {
                endSpan();
                spanOffset = index - nextIndex;
                spanLength = 1;
            }
            pending = count;
            nextIndex = index + 1;
        }

        private void endSpan() {
            if (spanLength > 0) {
                counts.add(pending);
                spans.add(spanOffset);
                spans.add(spanLength);
            }
        }

        double[] buckets() {
            return counts.toArray();
        }
    }
}
