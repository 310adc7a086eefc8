package io.dunlin.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The answer to one request: first the status and headers, then, at most once, the body. An endpoint that writes no body
 * answers with an empty one. One worker thread.
 */
public final class Response {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpResponse head;
    private final ChannelHandlerContext connection;
    private final WriteGate gate;
    private final ResponseStream.Framing framing;
    private final Compression compression;
    private ResponseStream stream;
    private OutputStream body;

    Response(
            ChannelHandlerContext connection, WriteGate gate, ResponseStream.Framing framing, Compression compression) {
        this.connection = connection;
        this.gate = gate;
        this.framing = framing;
        this.compression = compression;
        this.head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    }

    /** Sets the HTTP status; 200 without it. */
    public Response status(int code) {
        head.setStatus(HttpResponseStatus.valueOf(code));
        return this;
    }

    /** Returns the HTTP status set so far. */
    public int status() {
        return head.status().code();
    }

    /** Sets a header, replacing a value set before. */
    public Response header(String name, String value) {
        head.headers().set(name, value);
        return this;
    }

    /** Sets the media type of the body. */
    public Response contentType(String type) {
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        return this;
    }

    /**
     * Returns the stream that takes the body, compressed where the route and the client have agreed on that. Writing may
     * wait for the client. Close it when the body is complete; the answer may be cut off otherwise.
     */
    public OutputStream body() throws IOException {
        if (body == null) {
            stream = new ResponseStream(connection, gate, head, framing);
            if (compression != Compression.NONE) {
                head.headers().set(HttpHeaderNames.CONTENT_ENCODING, compression.contentEncoding());
            }
            body = compression.wrap(stream);
        }
        return body;
    }

    /** Answers with a short plain text. */
    public void text(int code, String text) throws IOException {
        status(code).contentType(TEXT);
        try (OutputStream out = body()) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    HttpResponse head() {
        return head;
    }

    /** Returns whether it is too late to answer with an error. */
    boolean isHeadSent() {
        return stream != null && stream.isHeadSent();
    }

    /** Takes back a body of which nothing was sent, so that another answer can be given. */
    void reset() {
        if (stream != null) {
            stream.discard();
        }
        stream = null;
        body = null;
        head.headers().remove(HttpHeaderNames.CONTENT_ENCODING);
    }

    /** Ends the body, an empty one where there was none; what is left of it is sent by {@link #send}. */
    void complete() throws IOException {
        if (body == null) {
            stream = new ResponseStream(connection, gate, head, framing);
            body = stream;
        }
        body.close();
    }

    /** Sends what is left of a complete answer; {@code lastWrite} is told when its last byte is written. */
    void send(ChannelPromise lastWrite) {
        stream.send(lastWrite);
    }

    boolean endsConnection() {
        return stream != null && stream.endsConnection();
    }
}
