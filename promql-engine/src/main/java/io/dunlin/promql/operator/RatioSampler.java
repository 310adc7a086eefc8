package io.dunlin.promql.operator;

import io.dunlin.tsdb.model.Labels;
import java.nio.charset.StandardCharsets;

/**
 * Which series {@code limit_ratio} takes: each label set has a place in [0, 1) that depends on nothing but the labels, its
 * hash. Hash and encoding are Prometheus's (xxHash64 over length-prefixed names and values), so the choice is the same.
 */
final class RatioSampler {
    private static final double TWO_TO_64 = 0x1p64;
    private static final int LONG_STRING = 255;

    private RatioSampler() {}

    /** Returns the place of a label set. */
    static double placeOf(Labels labels) {
        long hash = XxHash64.hash(encode(labels));
        double unsigned = hash >= 0 ? hash : (double) (hash >>> 1 | hash & 1) * 2;
        return unsigned / TWO_TO_64;
    }

    /** Returns whether a ratio takes a place: a positive ratio from 0 upwards, a negative one the complement's rest. */
    static boolean takes(double ratio, double place) {
        return ratio >= 0 ? place < ratio : place >= 1 + ratio;
    }

    private static byte[] encode(Labels labels) {
        byte[][] parts = new byte[2 * labels.size()][];
        int length = 0;
        for (int i = 0; i < labels.size(); i++) {
            parts[2 * i] = labels.name(i).getBytes(StandardCharsets.UTF_8);
            parts[2 * i + 1] = labels.value(i).getBytes(StandardCharsets.UTF_8);
            length += lengthOf(parts[2 * i]) + lengthOf(parts[2 * i + 1]);
        }
        byte[] encoded = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            if (part.length < LONG_STRING) {
                encoded[at++] = (byte) part.length;
            } else {
                encoded[at++] = (byte) LONG_STRING;
                encoded[at++] = (byte) part.length;
                encoded[at++] = (byte) (part.length >> 8);
                encoded[at++] = (byte) (part.length >> 16);
            }
            System.arraycopy(part, 0, encoded, at, part.length);
            at += part.length;
        }
        return encoded;
    }

    private static int lengthOf(byte[] part) {
        return part.length + (part.length < LONG_STRING ? 1 : 4);
    }
}
