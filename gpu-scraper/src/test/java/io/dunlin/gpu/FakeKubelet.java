package io.dunlin.gpu;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An imitation of the kubelet's pod-resources service: gRPC over HTTP/2 on a Unix socket. */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows at the client
final class FakeKubelet implements AutoCloseable {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private volatile byte[] response = {};
    private volatile String status = "0";

    FakeKubelet(Path socket) throws InterruptedException {
        new ServerBootstrap()
                .group(loop)
                .channel(NioServerDomainSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(Http2FrameCodecBuilder.forServer().build());
                        connection.pipeline().addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel stream) {
                                stream.pipeline().addLast(new ListHandler());
                            }
                        }));
                    }
                })
                .bind(UnixDomainSocketAddress.of(socket))
                .sync();
    }

    /** Sets what is answered. */
    void answer(byte[]... pods) {
        response = message(pods);
    }

    /** Sets the gRPC status of answers. */
    void status(String code) {
        status = code;
    }

    /** Encodes a pod of one container that holds devices of a device plugin. */
    static byte[] pod(String name, String namespace, String container, String resource, String... ids) {
        byte[] devices = join(string(1, resource), join(ids, 2));
        return field(
                1,
                join(string(1, name), string(2, namespace), field(3, join(string(1, container), field(2, devices)))));
    }

    /** Encodes a pod of one container with a device by Dynamic Resource Allocation. */
    static byte[] claimingPod(String name, String namespace, String container, String device, String cdi) {
        byte[] claim =
                join(field(1, string(1, cdi)), string(2, "gpu.nvidia.com"), string(3, "node-1"), string(4, device));
        byte[] resource = join(string(2, "claim"), string(3, namespace), field(4, claim));
        return field(
                1,
                join(string(1, name), string(2, namespace), field(3, join(string(1, container), field(5, resource)))));
    }

    private static byte[] join(String[] texts, int field) {
        byte[][] fields = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            fields[i] = string(field, texts[i]);
        }
        return join(fields);
    }

    private static byte[] message(byte[]... parts) {
        return join(parts);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] string(int field, String text) {
        return field(field, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static byte[] field(int field, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeBytes(field, ByteString.copyFrom(content));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private final class ListHandler extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private CharSequence path;

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            if (frame instanceof Http2HeadersFrame headers) {
                path = headers.headers().path();
            }
            if (frame instanceof Http2DataFrame data && data.isEndStream()) {
                answer(context);
            }
        }

        private void answer(ChannelHandlerContext context) {
            boolean known = "/v1.PodResourcesLister/List".contentEquals(path);
            context.write(new DefaultHttp2HeadersFrame(
                    new DefaultHttp2Headers().status("200").add("content-type", "application/grpc")));
            ByteBuf message = Unpooled.buffer();
            message.writeByte(0).writeInt(response.length).writeBytes(response);
            context.write(new DefaultHttp2DataFrame(message, false));
            context.writeAndFlush(new DefaultHttp2HeadersFrame(
                    new DefaultHttp2Headers().add("grpc-status", known ? status : "12"), true));
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
