package io.dunlin.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.model.StaleMarker;
import io.dunlin.tsdb.storage.WriteRejectedException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class HistogramDecoderTest {
    private static final double[] NONE = {};
    private static final int[] NO_SPANS = {};

    private final HistogramDecoder decoder = new HistogramDecoder();

    private FloatHistogram read(ProtoBytes histogram) {
        byte[] bytes = new ProtoBytes().bytes(4, histogram.toByteArray()).toByteArray();
        ProtoCursor cursor = new ProtoCursor();
        cursor.wrap(new UnsafeBuffer(bytes), 0, bytes.length);
        cursor.readTag();
        decoder.read(cursor);
        assertThat(cursor.hasMore()).isFalse();
        return decoder.histogram();
    }

    private void refuses(ProtoBytes histogram, String message) {
        assertThatThrownBy(() -> read(histogram))
                .isInstanceOf(WriteRejectedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void turnsDeltasIntoCounts() {
        FloatHistogram histogram = read(new ProtoBytes()
                .varint(1, 14)
                .fixed64(3, 18.4)
                .signed(4, -2)
                .fixed64(5, 0.001)
                .varint(6, 2)
                .span(8, -3, 1)
                .packedSigned(9, 1)
                .span(11, 0, 2)
                .span(11, 1, 2)
                .packedSigned(12, 1, 1, -1, 6)
                .varint(14, 2)
                .varint(15, 1234));

        assertThat(histogram)
                .isEqualTo(new FloatHistogram(
                        -2,
                        CounterResetHint.NOT_RESET,
                        0.001,
                        2,
                        14,
                        18.4,
                        new int[] {0, 2, 1, 2},
                        new double[] {1, 2, 1, 7},
                        new int[] {-3, 1},
                        new double[] {1},
                        NONE));
        assertThat(decoder.isInteger()).isTrue();
        assertThat(decoder.time()).isEqualTo(1234);
    }

    @Test
    void keepsFloatCountsAsTheyAre() {
        FloatHistogram histogram = read(new ProtoBytes()
                .fixed64(2, 2.5)
                .fixed64(3, 1)
                .fixed64(7, 0.25)
                .span(11, 4, 2)
                .packedDoubles(13, 0.5, 1.75)
                .varint(14, 3)
                .varint(15, 5));

        assertThat(histogram.counterResetHint()).isEqualTo(CounterResetHint.GAUGE);
        assertThat(histogram.positiveBuckets()).containsExactly(0.5, 1.75);
        assertThat(histogram.zeroCount()).isEqualTo(0.25);
        assertThat(decoder.isInteger()).isFalse();
    }

    @Test
    void readsBucketsThatAreNotPacked() {
        FloatHistogram histogram =
                read(new ProtoBytes().varint(1, 3).span(11, 0, 2).signed(12, 1).signed(12, 1));

        assertThat(histogram.positiveBuckets()).containsExactly(1, 2);
    }

    @Test
    void keepsCustomBounds() {
        FloatHistogram histogram = read(new ProtoBytes()
                .varint(1, 3)
                .signed(4, FloatHistogram.CUSTOM_BUCKETS_SCHEMA)
                .span(11, 1, 2)
                .packedSigned(12, 1, 1)
                .packedDoubles(16, 0.1, 1.0));

        assertThat(histogram.customValues()).containsExactly(0.1, 1.0);
        assertThat(histogram.usesCustomBuckets()).isTrue();
    }

    @Test
    void keepsStaleMarkers() {
        assertThat(read(new ProtoBytes().fixed64(3, StaleMarker.VALUE).varint(15, 5))
                        .isStale())
                .isTrue();
    }

    @Test
    void makesSchemasCoarserThatAreTooFine() {
        FloatHistogram histogram = read(new ProtoBytes()
                .varint(1, 11)
                .signed(4, 10)
                .span(11, 1, 5)
                .span(11, 10, 1)
                .packedSigned(12, 1, 0, 0, 0, 1, 3));

        assertThat(histogram.schema()).isEqualTo(8);
        assertThat(histogram.positiveSpans()).containsExactly(1, 2, 1, 1);
        assertThat(histogram.positiveBuckets()).containsExactly(4, 2, 5);
    }

    @Test
    void refusesWhatPrometheusRefuses() {
        refuses(new ProtoBytes().signed(4, 53), "unknown schema: schema=53");
        refuses(new ProtoBytes().signed(4, -5), "unknown schema: schema=-5");
        refuses(new ProtoBytes().span(11, 0, 2).packedSigned(12, 1), "spans and buckets differ: spans=2 buckets=1");
        refuses(new ProtoBytes().varint(1, 1).span(11, 0, -1).packedSigned(12, 1), "spans=4294967295 buckets=1");
        refuses(
                new ProtoBytes().span(8, 0, 1).span(8, -1, 1).packedSigned(9, 1, 1),
                "negative span overlaps the one before: span=1 offset=-1");
        refuses(new ProtoBytes().span(11, 0, 2).packedSigned(12, 1, -2), "negative count: bucket=1 count=-1.0");
        refuses(new ProtoBytes().varint(1, 2).span(11, 0, 1).packedSigned(12, 1), "buckets=1.0 count=2.0");
        refuses(new ProtoBytes().fixed64(2, -1), "a count is negative: count=-1.0");
        refuses(new ProtoBytes().packedDoubles(16, 1.0), "an exponential schema has no custom bounds");
    }

    @Test
    void refusesCustomBucketsThatPrometheusRefuses() {
        refuses(custom().varint(6, 1), "no zero bucket");
        refuses(custom().span(8, 0, 1), "no negative side");
        refuses(custom().packedDoubles(16, 1.0, 1.0), "must rise and be finite: bound=1.0 index=1");
        refuses(custom().packedDoubles(16, Double.NaN), "must rise and be finite");
        refuses(custom().packedDoubles(16, 1.0, Double.POSITIVE_INFINITY), "must rise and be finite");
        refuses(custom().span(11, -1, 1).packedSigned(12, 1).packedDoubles(16, 1.0), "starts before the first");
        refuses(custom().span(11, 0, 3).packedSigned(12, 1, 0, 0).packedDoubles(16, 1.0), "too few custom bounds");
    }

    private static ProtoBytes custom() {
        return new ProtoBytes().signed(4, FloatHistogram.CUSTOM_BUCKETS_SCHEMA);
    }

    @Test
    void countsNaNObservationsOutsideTheBuckets() {
        FloatHistogram histogram = read(new ProtoBytes()
                .varint(1, 5)
                .fixed64(3, Double.NaN)
                .span(11, 0, 1)
                .packedSigned(12, 3));

        assertThat(histogram.count()).isEqualTo(5);
        assertThat(histogram.negativeSpans()).isEqualTo(NO_SPANS);
    }
}
