package io.dunlin.remotewrite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.xerial.snappy.Snappy;

/** Sends write requests as Prometheus does to a handler over a fake storage. */
final class WriteRequests {
    static final long NOW = 1_700_000_000_000L;
    static final int MAX_BYTES = 1 << 20;
    static final WriteLimits LIMITS =
            new WriteLimits(MAX_BYTES, MAX_BYTES, 2, Duration.ofMillis(50), Duration.ofMinutes(10));

    final FakeStorage storage = new FakeStorage();
    final WriteHandler handler =
            new WriteHandler(storage, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC), LIMITS);

    WriteResponse send(ProtoBytes request) {
        return sendBody(compress(request.toByteArray()));
    }

    WriteResponse sendBody(byte[] body) {
        return handler.handle("POST", "application/x-protobuf", "snappy", ByteBuffer.wrap(body));
    }

    static byte[] compress(byte[] bytes) {
        try {
            return Snappy.compress(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
