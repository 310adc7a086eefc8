package io.dunlin.promql.histogram;

import io.dunlin.tsdb.model.FloatHistogram;

/**
 * Upper bounds of histogram buckets. An exponential bucket {@code i} of schema {@code s} ends at {@code 2^(i·2^−s)}; a
 * custom bucket ends at the {@code i}-th custom value, the one behind the last at infinity.
 */
final class BucketBounds {
    /** The highest schema with a table of bounds; schemas above exist in the specification but are not stored. */
    private static final int MAX_SCHEMA = 8;

    /**
     * The growth factor of each schema, from which the bounds within one power of two are multiplied up. Prometheus's
     * published table has these bits; the factor of schema 1 is one unit in the last place below the root of two.
     */
    private static final double[] FACTORS = {
        2.0,
        1.414213562373095,
        1.189207115002721,
        1.0905077326652577,
        1.0442737824274138,
        1.0218971486541166,
        1.0108892860517005,
        1.0054299011128027,
        1.0027112750502025
    };

    /** Per schema the bounds in [0.5, 1). */
    private static final double[][] FRACTIONS = fractions();

    private BucketBounds() {}

    private static double[][] fractions() {
        double[][] bounds = new double[MAX_SCHEMA + 1][];
        bounds[0] = new double[] {0.5};
        for (int schema = 1; schema <= MAX_SCHEMA; schema++) {
            bounds[schema] = new double[1 << schema];
            for (int i = 0; i < bounds[schema].length; i++) {
                boolean known = i % 2 == 0;
                bounds[schema][i] = known ? bounds[schema - 1][i / 2] : bounds[schema][i - 1] * FACTORS[schema];
            }
        }
        return bounds;
    }

    /** Returns the upper bound, as an absolute value, of the bucket with this index. */
    static double upper(int schema, double[] customValues, int index) {
        return schema == FloatHistogram.CUSTOM_BUCKETS_SCHEMA
                ? customUpper(customValues, index)
                : exponentialUpper(schema, index);
    }

    static double customUpper(double[] customValues, int index) {
        if (index < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        return index < customValues.length ? customValues[index] : Double.POSITIVE_INFINITY;
    }

    /** Returns the upper bound of an exponential bucket; that of the last finite one is the largest finite number. */
    static double exponentialUpper(int schema, int index) {
        double bound;
        if (schema < 0) {
            bound = Math.scalb(1.0, saturated((long) index << -schema));
        } else {
            double fraction = FRACTIONS[schema][index & ((1 << schema) - 1)];
            bound = Math.scalb(fraction, (index >> schema) + 1);
        }
        return bound == Double.POSITIVE_INFINITY && isLastFinite(schema, index) ? Double.MAX_VALUE : bound;
    }

    /** The bucket that ends at 2^1024 holds the largest numbers; infinities are in the one after it. */
    private static boolean isLastFinite(int schema, int index) {
        return schema < 0 ? (long) index << -schema == 1024 : index == 1024L << schema;
    }

    private static int saturated(long exponent) {
        return (int) Math.max(-4096, Math.min(4096, exponent));
    }

    /** Returns the index, in a coarser schema, of the bucket that holds the bucket {@code index} of a finer one. */
    static int coarser(int index, int schema, int coarserSchema) {
        return ((index - 1) >> (schema - coarserSchema)) + 1;
    }

    /** Returns the bounds that both arrays have. */
    static double[] intersect(double[] a, double[] b) {
        double[] common = new double[Math.min(a.length, b.length)];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            if (a[i] == b[j]) {
                common[size++] = a[i];
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        return java.util.Arrays.copyOf(common, size);
    }
}
