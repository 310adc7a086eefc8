package io.dunlin.tsdb.chunk;

import java.util.Arrays;

/**
 * Arithmetic on the spans of histograms: pairs of an offset, from the end of the span before, and a length. An index list is
 * the same set of buckets as rising bucket numbers.
 */
final class BucketSpans {
    private BucketSpans() {}

    /** Returns the number of buckets. */
    static int count(int[] spans) {
        int count = 0;
        for (int i = 1; i < spans.length; i += 2) {
            count += spans[i];
        }
        return count;
    }

    /** Returns the bucket numbers of spans. */
    static int[] indexes(int[] spans) {
        int[] indexes = new int[count(spans)];
        int next = 0;
        int filled = 0;
        for (int i = 0; i < spans.length; i += 2) {
            next += spans[i];
            for (int k = 0; k < spans[i + 1]; k++) {
                indexes[filled++] = next++;
            }
        }
        return indexes;
    }

    /** Returns the fewest spans that cover the given buckets. */
    static int[] ofIndexes(int[] indexes) {
        int[] spans = new int[2 * indexes.length];
        int used = 0;
        for (int i = 0; i < indexes.length; i++) {
            if (i > 0 && indexes[i] == indexes[i - 1] + 1) {
                spans[used - 1]++;
            } else {
                spans[used] = i == 0 ? indexes[i] : indexes[i] - indexes[i - 1] - 1;
                spans[used + 1] = 1;
                used += 2;
            }
        }
        return Arrays.copyOf(spans, used);
    }

    /** Returns the buckets of both. */
    static int[] union(int[] a, int[] b) {
        int[] union = new int[a.length + b.length];
        int count = 0;
        int i = 0;
        int k = 0;
        while (i < a.length || k < b.length) {
            int next = k == b.length || i < a.length && a[i] <= b[k] ? a[i] : b[k];
            union[count++] = next;
            i += i < a.length && a[i] == next ? 1 : 0;
            k += k < b.length && b[k] == next ? 1 : 0;
        }
        return Arrays.copyOf(union, count);
    }

    /** Returns the counts of buckets {@code from} laid out for the buckets {@code to}, which has all of them. */
    static double[] spread(double[] counts, int[] from, int[] to) {
        if (Arrays.equals(from, to)) {
            return counts;
        }
        double[] spread = new double[to.length];
        int k = 0;
        for (int i = 0; i < from.length; i++) {
            while (to[k] != from[i]) {
                k++;
            }
            spread[k] = counts[i];
        }
        return spread;
    }

    /** Returns whether a bucket counts less in {@code now} than in {@code before}; a missing bucket counts 0. */
    static boolean anyFell(double[] before, int[] beforeIndexes, double[] now, int[] nowIndexes) {
        int k = 0;
        for (int i = 0; i < before.length; i++) {
            while (k < nowIndexes.length && nowIndexes[k] < beforeIndexes[i]) {
                k++;
            }
            boolean present = k < nowIndexes.length && nowIndexes[k] == beforeIndexes[i];
            if (present ? before[i] > now[k] : before[i] != 0) {
                return true;
            }
        }
        return false;
    }
}
