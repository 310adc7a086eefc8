package io.dunlin.gpu.pod;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * One unary gRPC call over HTTP/2 in clear text: a request message, a response message, and a status in the trailers.
 *
 * <p>Source: the gRPC over HTTP/2 protocol. A message is a byte that says whether it is compressed, a 32-bit length, and
 * its bytes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is seen through the answer
final class UnaryCall extends ChannelInitializer<Channel> {
    private static final int PREFIX = 5;
    private static final int LONGEST_MESSAGE = 16 << 20;

    private final String path;
    private final byte[] request;
    private final CompletableFuture<byte[]> answer;

    UnaryCall(String path, byte[] request, CompletableFuture<byte[]> answer) {
        this.path = path;
        this.request = request;
        this.answer = answer;
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline().addLast(Http2FrameCodecBuilder.forClient().build());
        channel.pipeline().addLast(new Http2MultiplexHandler(new RefuseStreams()));
    }

    /** Makes the call on a connection that is open. */
    void start(Channel connection) {
        connection
                .closeFuture()
                .addListener(closed -> answer.completeExceptionally(new IOException("connection closed")));
        new Http2StreamChannelBootstrap(connection)
                .handler(new ResponseReader())
                .open()
                .addListener(opened -> {
                    if (opened.isSuccess()) {
                        send((Channel) opened.getNow());
                    } else {
                        answer.completeExceptionally(opened.cause());
                    }
                });
    }

    private void send(Channel stream) {
        Http2Headers headers = new DefaultHttp2Headers()
                .method("POST")
                .scheme("http")
                .path(path)
                .authority("localhost")
                .add("content-type", "application/grpc")
                .add("te", "trailers");
        stream.write(new DefaultHttp2HeadersFrame(headers));
        ByteBuf message = Unpooled.buffer(PREFIX + request.length);
        message.writeByte(0).writeInt(request.length).writeBytes(request);
        stream.writeAndFlush(new DefaultHttp2DataFrame(message, true));
    }

    /** The server opens no streams to a client. */
    private static final class RefuseStreams extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel stream) {
            stream.close();
        }
    }

    private final class ResponseReader extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private final ByteBuf body = Unpooled.buffer();

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            if (frame instanceof Http2DataFrame data) {
                body.writeBytes(data.content());
                if (body.readableBytes() > LONGEST_MESSAGE) {
                    fail("message too long: most=" + LONGEST_MESSAGE);
                }
            } else if (frame instanceof Http2ResetFrame reset) {
                fail("stream reset: code=" + reset.errorCode());
            } else if (frame instanceof Http2HeadersFrame headers && headers.isEndStream()) {
                finish(headers.headers());
            }
        }

        private void finish(Http2Headers trailers) {
            CharSequence status = trailers.get("grpc-status");
            if (status == null || !"0".contentEquals(status)) {
                fail("call failed: grpc-status=" + status + " message=" + trailers.get("grpc-message"));
            } else if (body.readableBytes() < PREFIX
                    || body.getByte(0) != 0
                    || body.getInt(1) != body.readableBytes() - PREFIX) {
                fail("not one uncompressed message: bytes=" + body.readableBytes());
            } else {
                answer.complete(ByteBufUtil.getBytes(body, PREFIX, body.readableBytes() - PREFIX));
            }
        }

        private void fail(String words) {
            answer.completeExceptionally(new IOException(words));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            answer.completeExceptionally(cause);
            context.close();
        }
    }
}
