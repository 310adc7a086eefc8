package io.dunlin.server.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.xerial.snappy.Snappy;

/** Writes samples over remote-write 1.0, encoded by hand so that nothing of Dunlin's own is used. */
final class RemoteWriteClient {
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Type",
            "application/x-protobuf",
            "Content-Encoding",
            "snappy",
            "X-Prometheus-Remote-Write-Version",
            "0.1.0");

    private final ApiClient api;

    RemoteWriteClient(ApiClient api) {
        this.api = api;
    }

    /** Collects series into one request. */
    static final class Request {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Request sample(Map<String, String> labels, long time, double value) {
            ByteArrayOutputStream series = new ByteArrayOutputStream();
            new TreeMap<>(labels).forEach((name, text) -> {
                ByteArrayOutputStream label = new ByteArrayOutputStream();
                field(label, 1, name.getBytes(StandardCharsets.UTF_8));
                field(label, 2, text.getBytes(StandardCharsets.UTF_8));
                field(series, 1, label.toByteArray());
            });
            ByteArrayOutputStream sample = new ByteArrayOutputStream();
            sample.write(1 << 3 | 1);
            sample.writeBytes(ByteBuffer.allocate(Double.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(value)
                    .array());
            sample.write(2 << 3);
            varint(sample, time);
            field(series, 2, sample.toByteArray());
            field(out, 1, series.toByteArray());
            return this;
        }

        private static void field(ByteArrayOutputStream into, int number, byte[] bytes) {
            into.write(number << 3 | 2);
            varint(into, bytes.length);
            into.writeBytes(bytes);
        }

        private static void varint(ByteArrayOutputStream into, long value) {
            long left = value;
            while (left >>> 7 != 0) {
                into.write((int) (left & 0x7f | 0x80));
                left >>>= 7;
            }
            into.write((int) left);
        }

        byte[] body() {
            try {
                return Snappy.compress(out.toByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    ApiClient.Answer send(Request request) {
        return api.post("/api/v1/write", request.body(), HEADERS);
    }
}
