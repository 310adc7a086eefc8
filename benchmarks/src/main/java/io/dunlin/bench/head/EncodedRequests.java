package io.dunlin.bench.head;

import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.head.HeadOptions;
import io.dunlin.tsdb.index.LabelEncoding;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Series of nine labels as remote write sends them, in requests of {@link #SERIES} series. */
final class EncodedRequests {
    static final int SERIES = 2_000;
    static final long START = 1_700_000_000_000L;

    private static final int METRICS = 500;
    private static final long MEMORY_LIMIT = 8L << 30;

    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(1 << 20);
    private final int[] offsets;
    private final int[] lengths;
    private final int[] requestOffsets = new int[SERIES];
    private final int[] requestLengths = new int[SERIES];
    private final long[] references = new long[SERIES];
    private int used;

    /** Encodes {@code requests} requests; the series of {@code generation} have labels of their own. */
    EncodedRequests(int requests, long generation) {
        offsets = new int[requests * SERIES];
        lengths = new int[requests * SERIES];
        encode(generation);
    }

    /** Encodes the same number of series anew, with other labels for another generation. */
    void encode(long generation) {
        used = 0;
        for (int i = 0; i < offsets.length; i++) {
            int target = i / METRICS;
            Labels labels = Labels.of(
                    "__name__", "metric_" + i % METRICS,
                    "instance", "10.0." + target / 256 + "." + target % 256 + ":9100",
                    "job", "node",
                    "namespace", "prod-" + target % 20,
                    "pod", "pod-" + target + "-" + generation,
                    "container", "main",
                    "cluster", "eu-west-1",
                    "le", Integer.toString(i % 12),
                    "model_name", "llama-" + i % 7);
            offsets[i] = used;
            lengths[i] = LabelEncoding.encode(labels, bytes, used);
            used += lengths[i];
        }
    }

    /** Returns an empty head without a log, whose epochs are a day long. */
    static Head head() {
        return Head.withoutLog(
                OffHeap.withLimit(MEMORY_LIMIT),
                HeadOptions.of(Duration.ofDays(1).toMillis())
                        .withClock(
                                InstantSource.fixed(Instant.ofEpochMilli(START).plus(Duration.ofDays(30)))));
    }

    /** Sends one request: one sample a series. */
    void send(Head head, int request, long time, double value) {
        int first = request * SERIES;
        System.arraycopy(offsets, first, requestOffsets, 0, SERIES);
        System.arraycopy(lengths, first, requestLengths, 0, SERIES);
        try (Appender appender = head.appender()) {
            appender.resolve(bytes, requestOffsets, requestLengths, SERIES, EncodedRequests::parse, references);
            for (long reference : references) {
                appender.append(reference, time, value);
            }
            appender.commit();
        }
    }

    private static Labels parse(DirectBuffer source, int offset, int length) {
        byte[] encoding = new byte[length];
        source.getBytes(offset, encoding);
        return LabelEncoding.decode(encoding);
    }
}
