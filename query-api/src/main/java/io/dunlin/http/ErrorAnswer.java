package io.dunlin.http;

import io.dunlin.http.json.JsonWriter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** An error as bytes: Prometheus's JSON envelope for routes of the API, else plain text. */
final class ErrorAnswer {
    private static final String RETRY_AFTER_SECONDS = "1";

    private ErrorAnswer() {}

    /** Sets the headers of an error and returns its body. */
    static byte[] prepare(Route.Kind kind, ErrorType type, String message, HttpHeaders headers) {
        if (type == ErrorType.OVERLOADED) {
            headers.set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (kind.isApi()) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
            return envelope(type, message);
        }
        plainText(headers);
        return (message + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Sets the headers of a plain text that no browser may take for anything else. */
    static void plainText(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        headers.set("X-Content-Type-Options", "nosniff");
    }

    private static byte[] envelope(ErrorType type, String message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonWriter json = new JsonWriter(out)) {
            json.beginObject();
            json.key("status").string("error");
            json.key("errorType").string(type.words());
            json.key("error").string(message);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array takes everything", e);
        }
        return out.toByteArray();
    }
}
