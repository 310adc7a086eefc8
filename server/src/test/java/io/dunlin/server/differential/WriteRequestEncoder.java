package io.dunlin.server.differential;

import io.dunlin.server.differential.TestSeries.Point;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.StaleMarker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.xerial.snappy.Snappy;

/** Cuts a data set into remote-write 1.0 requests. */
final class WriteRequestEncoder {
    private static final long SLICE = 600_000;
    private static final long BEFORE = 1_000;

    private WriteRequestEncoder() {}

    /**
     * Returns the compressed requests, in time order, since Prometheus takes nothing much older than the newest sample. The
     * first holds one stale marker for each series, which no query sees: so the order in which Prometheus makes the series,
     * and later meets them, is their label order, which {@code topk} of equals and {@code limitk} depend on.
     */
    static List<byte[]> requests(List<TestSeries> series) {
        List<byte[]> requests = new ArrayList<>();
        ProtoBytes first = new ProtoBytes();
        for (TestSeries one : series) {
            Point marker = new Point(DataSet.START - BEFORE, StaleMarker.VALUE, null, false);
            first.message(1, into -> write(into, one.labels(), List.of(marker)));
        }
        requests.add(compressed(first));
        long end = DataSet.START + DataSet.MINUTES * 60_000L;
        for (long from = DataSet.START; from < end; from += SLICE) {
            requests.add(slice(series, from, from + SLICE));
        }
        return requests;
    }

    private static byte[] slice(List<TestSeries> series, long from, long to) {
        ProtoBytes request = new ProtoBytes();
        for (TestSeries one : series) {
            List<Point> points = one.points().stream()
                    .filter(point -> point.time() >= from && point.time() < to)
                    .toList();
            // Samples of one request are appended floats first, so a mixed series needs a message for each sample.
            for (Point point : points) {
                request.message(1, into -> write(into, one.labels(), List.of(point)));
            }
        }
        return compressed(request);
    }

    private static byte[] compressed(ProtoBytes request) {
        try {
            return Snappy.compress(request.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(ProtoBytes into, Labels labels, List<Point> points) {
        labels.forEach(label ->
                into.message(1, pair -> pair.string(1, label.name()).string(2, label.value())));
        for (Point point : points) {
            if (point.histogram() == null) {
                into.message(2, sample -> sample.fixed64(1, point.value()).varint(2, point.time()));
            } else {
                into.message(4, histogram -> write(histogram, point));
            }
        }
    }

    private static void write(ProtoBytes into, Point point) {
        FloatHistogram histogram = point.histogram();
        if (point.integer()) {
            into.varint(1, (long) histogram.count());
        } else {
            into.fixed64(2, histogram.count());
        }
        into.fixed64(3, histogram.sum()).signed(4, histogram.schema()).fixed64(5, histogram.zeroThreshold());
        if (point.integer()) {
            into.varint(6, (long) histogram.zeroCount());
        } else {
            into.fixed64(7, histogram.zeroCount());
        }
        spans(into, 8, histogram.negativeSpans());
        buckets(into, 9, histogram.negativeBuckets(), point.integer());
        spans(into, 11, histogram.positiveSpans());
        buckets(into, 12, histogram.positiveBuckets(), point.integer());
        into.varint(14, histogram.counterResetHint().ordinal()).varint(15, point.time());
        if (histogram.usesCustomBuckets()) {
            into.packedDoubles(16, histogram.customValues());
        }
    }

    private static void spans(ProtoBytes into, int field, int[] spans) {
        for (int i = 0; i < spans.length; i += 2) {
            int offset = spans[i];
            int length = spans[i + 1];
            into.message(field, span -> span.signed(1, offset).varint(2, length));
        }
    }

    /** Whole counts travel as deltas in one field, others as they are in the next. */
    private static void buckets(ProtoBytes into, int field, double[] counts, boolean integer) {
        if (counts.length == 0) {
            return;
        }
        if (!integer) {
            into.packedDoubles(field + 1, counts);
            return;
        }
        long[] deltas = new long[counts.length];
        for (int i = 0; i < counts.length; i++) {
            deltas[i] = (long) (counts[i] - (i == 0 ? 0 : counts[i - 1]));
        }
        into.packedSigned(field, deltas);
    }
}
