package io.dunlin.promql.histogram;

import io.dunlin.promql.math.KahanSum;
import io.dunlin.tsdb.model.FloatHistogram;
import java.util.Arrays;

/**
 * One side of a histogram as sorted parallel arrays: bucket index, count, and, while compensated sums run, the error of
 * each count. Spans are taken apart on the way in and put together on the way out, so that adding, merging and trimming
 * are plain merges of sorted lists. Mutable; not thread-safe.
 */
final class BucketList {
    private int[] indexes;
    private double[] counts;
    /** Null while no compensated addition has been made. */
    private double[] errors;

    private int size;

    private BucketList(int[] indexes, double[] counts, double[] errors, int size) {
        this.indexes = indexes;
        this.counts = counts;
        this.errors = errors;
        this.size = size;
    }

    /** Takes spans and counts apart. Buckets that the spans do not cover are ignored, as are spans without buckets. */
    static BucketList of(int[] spans, double[] buckets) {
        int available = buckets == null ? 0 : buckets.length;
        int[] indexes = new int[available];
        int size = 0;
        int index = 0;
        for (int span = 0; available > 0 && span + 1 < spans.length; span += 2) {
            index += spans[span];
            for (int i = 0; i < spans[span + 1] && size < available; i++) {
                indexes[size++] = index++;
            }
        }
        return new BucketList(indexes, available == 0 ? new double[0] : buckets.clone(), null, size);
    }

    BucketList copy() {
        return new BucketList(indexes.clone(), counts.clone(), errors == null ? null : errors.clone(), size);
    }

    int size() {
        return size;
    }

    int index(int i) {
        return indexes[i];
    }

    double count(int i) {
        return counts[i];
    }

    void count(int i, double count) {
        counts[i] = count;
    }

    double error(int i) {
        return errors == null ? 0 : errors[i];
    }

    /** Sets a bucket and its error to zero; {@link #compact} then removes it. */
    void erase(int i) {
        counts[i] = 0;
        if (errors != null) {
            errors[i] = 0;
        }
    }

    boolean hasInfinity() {
        for (int i = 0; i < size; i++) {
            if (Double.isInfinite(counts[i])) {
                return true;
            }
        }
        return false;
    }

    /** Starts to keep errors, all zero. */
    void compensate() {
        if (errors == null) {
            errors = new double[counts.length];
        }
    }

    /** Adds the errors to the counts and stops keeping them. */
    void settle() {
        for (int i = 0; errors != null && i < size; i++) {
            counts[i] += errors[i];
        }
        errors = null;
    }

    void multiply(double factor) {
        for (int i = 0; i < size; i++) {
            counts[i] *= factor;
        }
        for (int i = 0; errors != null && i < size; i++) {
            errors[i] *= factor;
        }
    }

    void divide(double divisor) {
        if (divisor == 0) {
            size = 0;
            return;
        }
        for (int i = 0; i < size; i++) {
            counts[i] /= divisor;
        }
        for (int i = 0; errors != null && i < size; i++) {
            errors[i] /= divisor;
        }
    }

    /** Merges neighbours until the indexes are those of a coarser exponential schema. */
    void reduce(int schema, int coarserSchema) {
        if (schema == coarserSchema) {
            return;
        }
        int kept = 0;
        for (int i = 0; i < size; i++) {
            int index = BucketBounds.coarser(indexes[i], schema, coarserSchema);
            if (kept > 0 && indexes[kept - 1] == index) {
                addTo(kept - 1, counts[i], error(i));
            } else {
                indexes[kept] = index;
                counts[kept] = counts[i];
                if (errors != null) {
                    errors[kept] = errors[i];
                }
                kept++;
            }
        }
        size = kept;
    }

    private void addTo(int i, double count, double error) {
        if (errors == null) {
            counts[i] += count;
            return;
        }
        KahanSum.add(count, counts, errors, i);
        if (error != 0) {
            KahanSum.add(error, counts, errors, i);
        }
    }

    /** Skips the first buckets of a list that end at or below a threshold. */
    int firstAbove(double threshold, int schema) {
        int i = 0;
        if (schema != FloatHistogram.CUSTOM_BUCKETS_SCHEMA) {
            while (i < size && BucketBounds.exponentialUpper(schema, indexes[i]) <= threshold) {
                i++;
            }
        }
        return i;
    }

    /**
     * Adds another list of the same schema. Its first buckets are left out as long as they end at or below the zero
     * threshold. Compensated if this list keeps errors.
     *
     * @param sign 1 to add, −1 to subtract
     */
    void add(BucketList other, double sign, double threshold, int schema) {
        int from = other.firstAbove(threshold, schema);
        if (holdsAll(other, from)) {
            int i = 0;
            for (int j = from; j < other.size; j++) {
                while (indexes[i] != other.indexes[j]) {
                    i++;
                }
                addTo(i, sign * other.counts[j], sign * other.error(j));
            }
            return;
        }
        merge(other, from, sign);
    }

    private boolean holdsAll(BucketList other, int from) {
        int i = 0;
        for (int j = from; j < other.size; j++) {
            while (i < size && indexes[i] < other.indexes[j]) {
                i++;
            }
            if (i == size || indexes[i] != other.indexes[j]) {
                return false;
            }
        }
        return true;
    }

    private void merge(BucketList other, int from, double sign) {
        BucketList left = new BucketList(indexes, counts, errors, size);
        int capacity = size + other.size - from;
        indexes = new int[capacity];
        counts = new double[capacity];
        errors = left.errors == null ? null : new double[capacity];
        size = 0;
        int i = 0;
        int j = from;
        while (i < left.size || j < other.size) {
            boolean takeLeft = j == other.size || (i < left.size && left.indexes[i] <= other.indexes[j]);
            boolean takeRight = i == left.size || (j < other.size && other.indexes[j] <= left.indexes[i]);
            if (takeLeft) {
                append(left.indexes[i], left.counts[i], left.error(i));
                i++;
            } else {
                append(other.indexes[j], sign * other.counts[j], sign * other.error(j));
                j++;
            }
            if (takeLeft && takeRight) {
                addTo(size - 1, sign * other.counts[j], sign * other.error(j));
                j++;
            }
        }
    }

    private void append(int index, double count, double error) {
        indexes[size] = index;
        counts[size] = count;
        if (errors != null) {
            errors[size] = error;
        }
        size++;
    }

    /**
     * Adds another list of custom buckets with other bounds: both are mapped to the bounds they share. Buckets that come
     * out empty are dropped. Always summed with compensation; the errors are kept only if this list keeps them.
     */
    void addReconciled(BucketList other, double sign, double[] ownBounds, double[] otherBounds, double[] common) {
        double[] sums = new double[common.length + 1];
        double[] sumErrors = new double[common.length + 1];
        mapTo(common, ownBounds, 1, sums, sumErrors);
        other.mapTo(common, otherBounds, sign, sums, sumErrors);
        indexes = new int[sums.length];
        counts = new double[sums.length];
        errors = errors == null ? null : new double[sums.length];
        size = 0;
        for (int i = 0; i < sums.length; i++) {
            if (sums[i] != 0 || sumErrors[i] != 0) {
                append(i, sums[i], sumErrors[i]);
            }
        }
    }

    private void mapTo(double[] common, double[] bounds, double sign, double[] sums, double[] sumErrors) {
        int target = 0;
        for (int i = 0; i < size; i++) {
            int into = common.length;
            if (indexes[i] < bounds.length) {
                while (target < common.length && common[target] < bounds[indexes[i]]) {
                    target++;
                }
                into = target;
            }
            KahanSum.add(sign * counts[i], sums, sumErrors, into);
            if (errors != null) {
                KahanSum.add(errors[i], sums, sumErrors, into);
            }
        }
    }

    /** Removes buckets without count and error. */
    void compact() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (counts[i] != 0 || error(i) != 0) {
                indexes[kept] = indexes[i];
                counts[kept] = counts[i];
                if (errors != null) {
                    errors[kept] = errors[i];
                }
                kept++;
            }
        }
        size = kept;
    }

    double[] toBuckets() {
        return Arrays.copyOf(counts, size);
    }

    /** Returns the spans of the indexes: flattened pairs of offset and length. */
    int[] toSpans() {
        int[] spans = new int[2 * size];
        int used = 0;
        int next = 0;
        for (int i = 0; i < size; i++) {
            if (i > 0 && indexes[i] == next) {
                spans[used - 1]++;
            } else {
                spans[used++] = indexes[i] - next;
                spans[used++] = 1;
            }
            next = indexes[i] + 1;
        }
        return Arrays.copyOf(spans, used);
    }
}
