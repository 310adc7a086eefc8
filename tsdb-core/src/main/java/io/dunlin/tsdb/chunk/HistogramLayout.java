package io.dunlin.tsdb.chunk;

import io.dunlin.tsdb.model.FloatHistogram;

/** What all samples of a histogram chunk share; it stands in the chunk before the first sample. */
record HistogramLayout(
        int schema, double zeroThreshold, int[] positiveSpans, int[] negativeSpans, double[] customValues) {
    private static final int MIN_KNOWN_SCHEMA = -9;
    private static final int MAX_KNOWN_SCHEMA = 52;

    /** The zero threshold is stored as a byte where it is 2^(byte − 244). */
    private static final int THRESHOLD_BIAS = 244;

    private static final int THRESHOLD_PLAIN = 255;

    /** A custom bound is stored as a whole number of thousandths up to this one. */
    private static final double MAX_THOUSANDTHS = 33_554_430;

    private static final int[] NO_SPANS = {};
    private static final double[] NO_VALUES = {};

    /** What a stale marker has: nothing. */
    static final HistogramLayout EMPTY = new HistogramLayout(0, 0, NO_SPANS, NO_SPANS, NO_VALUES);

    static HistogramLayout of(FloatHistogram h) {
        return h.isStale()
                ? EMPTY
                : new HistogramLayout(
                        h.schema(),
                        h.zeroThreshold(),
                        h.positiveSpans(),
                        h.negativeSpans(),
                        h.usesCustomBuckets() ? h.customValues() : NO_VALUES);
    }

    HistogramLayout withSpans(int[] positive, int[] negative) {
        return new HistogramLayout(schema, zeroThreshold, positive, negative, customValues);
    }

    void write(BitWriter out) {
        writeThreshold(out);
        out.writeSigned(schema);
        writeSpans(out, positiveSpans);
        writeSpans(out, negativeSpans);
        if (schema == FloatHistogram.CUSTOM_BUCKETS_SCHEMA) {
            out.writeUnsigned(customValues.length);
            for (double bound : customValues) {
                writeBound(out, bound);
            }
        }
    }

    private void writeThreshold(BitWriter out) {
        int power = Math.getExponent(zeroThreshold) + THRESHOLD_BIAS;
        if (zeroThreshold == 0) {
            out.write(0, Byte.SIZE);
        } else if (power >= 1 && power < THRESHOLD_PLAIN && Math.scalb(1.0, power - THRESHOLD_BIAS) == zeroThreshold) {
            out.write(power, Byte.SIZE);
        } else {
            out.write(THRESHOLD_PLAIN, Byte.SIZE);
            out.write(Double.doubleToRawLongBits(zeroThreshold), Long.SIZE);
        }
    }

    private static void writeSpans(BitWriter out, int[] spans) {
        out.writeUnsigned(spans.length / 2);
        for (int i = 0; i < spans.length; i += 2) {
            out.writeUnsigned(spans[i + 1]);
            out.writeSigned(spans[i]);
        }
    }

    private static void writeBound(BitWriter out, double bound) {
        double thousandths = bound * 1000;
        long whole = (long) Math.rint(thousandths);
        if (thousandths >= 0 && thousandths <= MAX_THOUSANDTHS && whole / 1000.0 == bound) {
            out.writeUnsigned(whole + 1);
        } else {
            out.write(0, 1);
            out.write(Double.doubleToRawLongBits(bound), Long.SIZE);
        }
    }

    static HistogramLayout read(BitReader in) {
        double zeroThreshold = readThreshold(in);
        long schema = in.readSigned();
        boolean custom = schema == FloatHistogram.CUSTOM_BUCKETS_SCHEMA;
        if (!custom && (schema < MIN_KNOWN_SCHEMA || schema > MAX_KNOWN_SCHEMA)) {
            throw in.corrupt("a histogram schema of -9 to 52 or -53", schema);
        }
        int[] positive = readSpans(in);
        int[] negative = readSpans(in);
        if ((long) BucketSpans.count(positive) + BucketSpans.count(negative) > in.remaining()) {
            throw in.corrupt("a bit for every bucket", in.remaining() + " bits");
        }
        double[] bounds = custom ? readBounds(in) : NO_VALUES;
        return new HistogramLayout((int) schema, zeroThreshold, positive, negative, bounds);
    }

    private static double readThreshold(BitReader in) {
        int code = (int) in.read(Byte.SIZE);
        return switch (code) {
            case 0 -> 0;
            case THRESHOLD_PLAIN -> Double.longBitsToDouble(in.read(Long.SIZE));
            default -> Math.scalb(1.0, code - THRESHOLD_BIAS);
        };
    }

    private static int[] readSpans(BitReader in) {
        long count = in.readUnsigned();
        if (count < 0 || count > in.remaining()) {
            throw in.corrupt("a bit for every span", count + " spans");
        }
        int[] spans = new int[2 * (int) count];
        long buckets = 0;
        for (int i = 0; i < spans.length; i += 2) {
            long length = in.readUnsigned();
            buckets += length;
            if (length < 0 || buckets > in.remaining()) {
                throw in.corrupt("a bit for every bucket", buckets + " buckets");
            }
            spans[i + 1] = (int) length;
            spans[i] = (int) in.readSigned();
        }
        return spans;
    }

    private static double[] readBounds(BitReader in) {
        long count = in.readUnsigned();
        if (count < 0 || count > in.remaining()) {
            throw in.corrupt("a bit for every bound", count + " bounds");
        }
        double[] bounds = new double[(int) count];
        for (int i = 0; i < bounds.length; i++) {
            long thousandths = in.readUnsigned();
            bounds[i] = thousandths == 0 ? Double.longBitsToDouble(in.read(Long.SIZE)) : (thousandths - 1) / 1000.0;
        }
        return bounds;
    }
}
