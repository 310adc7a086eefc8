package io.dunlin.server.warmup;

import io.dunlin.remotewrite.WriteHandler;
import io.dunlin.remotewrite.WriteLimits;
import io.dunlin.remotewrite.WriteResponse;
import io.dunlin.tsdb.EphemeralStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.xerial.snappy.Snappy;

/**
 * Writes made-up remote-write requests to a database of its own: series that come once, and series that come again and
 * again, as senders encode them. One thread.
 */
final class WarmUpWrites implements AutoCloseable {
    static final int STEPS = 60;
    static final int SERIES = 1000;

    private static final int STORED = 204;
    private static final int TENANTS = 50;
    private static final int PODS = 100;
    private static final int LABEL = 0x0a;
    private static final int NAME = 0x0a;
    private static final int VALUE = 0x12;
    private static final int TIME_SERIES = 0x0a;
    private static final int SAMPLE = 0x12;
    private static final int SAMPLE_VALUE = 0x09;
    private static final int SAMPLE_TIME = 0x10;

    private final EphemeralStorage storage;
    private final WriteHandler handler;
    private final Random random = new Random(2);
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private final ByteArrayOutputStream series = new ByteArrayOutputStream();
    private int step;

    /** Takes an empty database, which is closed with this. */
    WarmUpWrites(EphemeralStorage storage, Instant now) {
        this.storage = storage;
        handler = new WriteHandler(storage, Clock.fixed(now, ZoneOffset.UTC), WriteLimits.defaults());
    }

    /** Writes two requests; returns false where there is no more to do. */
    boolean next() {
        if (step == STEPS) {
            return false;
        }
        for (int i = 0; i < SERIES; i++) {
            add(oneShot(i), random.nextInt(PODS));
        }
        send();
        for (int i = 0; i < SERIES; i++) {
            add(lasting(i), i % 3 == 0 ? i : i % 3 == 1 ? (double) i * step : random.nextDouble());
        }
        send();
        step++;
        return true;
    }

    private List<String> oneShot(int number) {
        return List.of(
                "__name__",
                "warmup_request_tokens",
                "instance",
                "10.0.0." + number % PODS + ":8000",
                "job",
                "warmup",
                "pod",
                "pod-" + number % PODS,
                "request_id",
                new UUID(random.nextLong(), random.nextLong()).toString(),
                "tenant",
                "tenant-" + random.nextInt(TENANTS));
    }

    private static List<String> lasting(int number) {
        return List.of(
                "__name__",
                "warmup_metric_" + number % PODS,
                "engine",
                "0",
                "instance",
                "10.0.0." + number / PODS + ":8000",
                "job",
                "warmup",
                "le",
                Integer.toString(number % TENANTS),
                "pod",
                "pod-" + number / PODS);
    }

    private void add(List<String> labels, double value) {
        series.reset();
        for (int i = 0; i < labels.size(); i += 2) {
            byte[] name = labels.get(i).getBytes(StandardCharsets.UTF_8);
            byte[] text = labels.get(i + 1).getBytes(StandardCharsets.UTF_8);
            series.write(LABEL);
            series.write(name.length + text.length + 4);
            series.write(NAME);
            series.write(name.length);
            series.writeBytes(name);
            series.write(VALUE);
            series.write(text.length);
            series.writeBytes(text);
        }
        byte[] time = varint(WarmUpSamples.START + (long) WarmUpSamples.INTERVAL * step);
        series.write(SAMPLE);
        series.write(2 + Double.BYTES + time.length);
        series.write(SAMPLE_VALUE);
        series.writeBytes(ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array());
        series.write(SAMPLE_TIME);
        series.writeBytes(time);
        request.write(TIME_SERIES);
        request.writeBytes(varint(series.size()));
        request.writeBytes(series.toByteArray());
    }

    private static byte[] varint(long number) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = number;
        for (; rest >>> 7 != 0; rest >>>= 7) {
            bytes.write((int) (rest & 0x7f | 0x80));
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }

    private void send() {
        try {
            byte[] compressed = Snappy.compress(request.toByteArray());
            ByteBuffer body = ByteBuffer.allocateDirect(compressed.length);
            WriteResponse answer = handler.handle(
                    "POST",
                    "application/x-protobuf",
                    "snappy",
                    body.put(compressed).flip());
            if (answer.status() != STORED) {
                throw new IllegalStateException("a made-up request was refused: " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            request.reset();
        }
    }

    /** Returns the database. */
    EphemeralStorage storage() {
        return storage;
    }

    /** Returns the samples written. */
    long samples() {
        return handler.stats().samples();
    }

    @Override
    public void close() {
        storage.close();
    }
}
