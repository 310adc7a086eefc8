package io.dunlin.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The body of one answer as it goes to the connection, in pooled chunks. A body that fits into the first chunk is sent
 * whole with its length; a longer one is sent in pieces. Head and first bytes leave together, so that until the first
 * chunk is full the answer can still become an error. One worker thread.
 */
// A write or close that fails ends the channel, and that is what we act on.
@SuppressWarnings("FutureReturnValueIgnored")
final class ResponseStream extends OutputStream {
    private static final int FIRST_CHUNK = 16 << 10;
    private static final int CHUNK = 64 << 10;

    /** How the client learns where the body ends when it is too long to be held. */
    enum Framing {
        /** HTTP/1.1: it comes in chunks. */
        CHUNKS,
        /** HTTP/1.0: the connection ends with it. */
        UNTIL_CLOSE,
        /** The answer to a HEAD request: nothing is sent but the length. */
        HEAD_ONLY
    }

    private final ChannelHandlerContext connection;
    private final WriteGate gate;
    private final HttpResponse head;
    private final Framing framing;
    private long length;
    private ByteBuf chunk;
    private boolean headSent;
    private boolean untilClose;
    private boolean closed;

    /** Makes the stream; {@code head} has the status and headers, without those about the body's length. */
    ResponseStream(ChannelHandlerContext connection, WriteGate gate, HttpResponse head, Framing framing) {
        this.connection = connection;
        this.gate = gate;
        this.head = head;
        this.framing = framing;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the answer is complete");
        }
        this.length += length;
        if (framing == Framing.HEAD_ONLY) {
            return;
        }
        int at = offset;
        int left = length;
        while (left > 0) {
            if (chunk == null) {
                chunk = connection.alloc().buffer(headSent ? CHUNK : FIRST_CHUNK, headSent ? CHUNK : FIRST_CHUNK);
            } else if (!chunk.isWritable()) {
                sendChunk();
                continue;
            }
            int now = Math.min(left, chunk.writableBytes());
            chunk.writeBytes(bytes, at, now);
            at += now;
            left -= now;
        }
    }

    private void sendChunk() throws IOException {
        gate.await();
        if (!headSent) {
            headSent = true;
            if (framing == Framing.CHUNKS) {
                head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            } else {
                untilClose = true;
                head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
            connection.write(head);
        }
        connection.writeAndFlush(new DefaultHttpContent(chunk));
        chunk = null;
    }

    /** Returns whether the status and headers are on their way and can no longer change. */
    boolean isHeadSent() {
        return headSent;
    }

    /** Returns whether the connection must end with this answer, because only its end marks the body's end. */
    boolean endsConnection() {
        return untilClose;
    }

    /** Forgets what is buffered, for an answer that becomes an error or is given up. */
    void discard() {
        closed = true;
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
    }

    /** Takes no more; what is left is sent by {@link #send}. */
    @Override
    public void close() {
        closed = true;
    }

    /**
     * Sends what is left, with the head where that is not sent.
     *
     * @param lastWrite is told when the last byte is written
     */
    void send(ChannelPromise lastWrite) {
        ByteBuf rest = chunk == null ? Unpooled.EMPTY_BUFFER : chunk;
        chunk = null;
        if (headSent) {
            connection.writeAndFlush(new DefaultLastHttpContent(rest), lastWrite);
            return;
        }
        headSent = true;
        if (Status.allowsBody(head.status().code())) {
            head.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
        }
        FullHttpResponse whole = new DefaultFullHttpResponse(
                head.protocolVersion(),
                head.status(),
                rest,
                head.headers(),
                head.headers().copy().clear());
        connection.writeAndFlush(whole, lastWrite);
    }
}
