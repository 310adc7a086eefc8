package io.dunlin.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a port and answers through a table of routes. Starts in {@link Readiness#STARTING}: routes that need data
 * answer 503 until {@link #readiness} says otherwise. Thread-safe.
 */
// A write or close that fails ends the channel, and that is what we act on.
@SuppressWarnings("FutureReturnValueIgnored")
public final class HttpServer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** The longest request line in bytes: a long query in a URL fits, longer ones are sent as a form. */
    static final int LINE_LIMIT = 256 << 10;

    /** The most bytes of all headers together. */
    static final int HEADER_LIMIT = 128 << 10;

    /** How many bytes one read asks for: a write request of usual size comes in a few. It adapts to what a client sends. */
    private static final int LEAST_READ = 2 << 10;

    private static final int FIRST_READ = 64 << 10;
    private static final int MOST_READ = 256 << 10;

    private static final int MAX_IO_LOOPS = 4;
    private static final int BACKLOG = 1024;
    private static final int UNSENT_LOW = 64 << 10;
    private static final int UNSENT_HIGH = 256 << 10;
    private static final long STOP_MILLIS = 10_000;
    private static final long CANCEL_MILLIS = 5_000;
    private static final int REFUSED_LINGER_MILLIS = 500;
    private static final byte[] TOO_MANY_CONNECTIONS = tooManyConnections();

    /** What the connections of a server have in common. */
    record Shared(
            ServerOptions options,
            Gatekeeper gatekeeper,
            Workers workers,
            AtomicLong heldBodies,
            RequestObserver observer) {}

    private final Shared shared;
    private final WorkerPools workers;
    private final EventLoopGroup acceptLoop;
    private final EventLoopGroup ioLoops;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger connectionCount = new AtomicInteger();
    private final Channel listener;

    private HttpServer(ServerOptions options, RouteTable routes, RequestObserver observer) throws IOException {
        workers = new WorkerPools(options);
        shared = new Shared(options, new Gatekeeper(routes, options), workers, new AtomicLong(), observer);
        int loops = Math.max(1, Math.min(MAX_IO_LOOPS, Runtime.getRuntime().availableProcessors() / 2));
        acceptLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("dunlin-http-accept", true), NioIoHandler.newFactory());
        ioLoops = new MultiThreadIoEventLoopGroup(
                loops, new DefaultThreadFactory("dunlin-http-io", true), NioIoHandler.newFactory());
        listener = bind(options.address());
    }

    /**
     * Starts listening.
     *
     * @throws IOException when the address cannot be had; the message names it
     */
    public static HttpServer start(ServerOptions options, RouteTable routes, RequestObserver observer)
            throws IOException {
        return new HttpServer(options, routes, observer);
    }

    private Channel bind(InetSocketAddress address) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(acceptLoop, ioLoops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(UNSENT_LOW, UNSENT_HIGH))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        open(channel);
                    }
                });
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stopLoops();
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        return bound.channel();
    }

    private void open(SocketChannel channel) {
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(LEAST_READ, FIRST_READ, MOST_READ));
        channel.closeFuture().addListener(closed -> connectionCount.decrementAndGet());
        if (connectionCount.incrementAndGet() > shared.options().maxConnections()) {
            refuse(channel);
            return;
        }
        connections.add(channel);
        channel.pipeline().addLast(handlers(shared));
    }

    /** Returns what makes requests of a connection's bytes and bytes of their answers. */
    static ChannelHandler[] handlers(Shared shared) {
        HttpDecoderConfig decoder = new HttpDecoderConfig()
                .setMaxInitialLineLength(LINE_LIMIT)
                .setMaxHeaderSize(HEADER_LIMIT)
                .setMaxChunkSize(MOST_READ);
        return new ChannelHandler[] {
            new HttpRequestDecoder(decoder), new HttpResponseEncoder(), new ConnectionHandler(shared)
        };
    }

    /** Says why before it closes; what the client has sent is read away, or its end would destroy the answer. */
    private static void refuse(SocketChannel channel) {
        channel.config().setAutoRead(true);
        channel.writeAndFlush(Unpooled.wrappedBuffer(TOO_MANY_CONNECTIONS)).addListener(written -> {
            channel.shutdownOutput();
            channel.eventLoop().schedule(() -> channel.close(), REFUSED_LINGER_MILLIS, TimeUnit.MILLISECONDS);
        });
    }

    private static byte[] tooManyConnections() {
        String body = "too many connections; try again\n";
        String head = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: " + body.length() + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the address it listens on, with the port that was picked where port 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Says how far the server behind has come. */
    public void readiness(Readiness now) {
        shared.gatekeeper().readiness(now);
    }

    /** Returns how far the server behind has come. */
    public Readiness readiness() {
        return shared.gatekeeper().readiness();
    }

    /** Returns the open connections. */
    public int connections() {
        return connectionCount.get();
    }

    /** Returns the requests of a workload that a worker has. */
    public int active(Workload workload) {
        return workers.active(workload);
    }

    /** Returns the requests of a workload that wait for a worker. */
    public int waiting(Workload workload) {
        return workers.waiting(workload);
    }

    /** Returns the bytes of request bodies held now. */
    public long heldBodyBytes() {
        return shared.heldBodies().get();
    }

    /**
     * Stops: takes no new connection, gives the requests at work ten seconds, then cancels them by closing their
     * connections. Idempotent; returns when no endpoint runs any more, or says so in the log.
     */
    @Override
    public void close() {
        readiness(Readiness.STOPPING);
        listener.close().awaitUninterruptibly();
        boolean idle = workers.stop(STOP_MILLIS);
        connections.close().awaitUninterruptibly();
        if (!idle && !workers.stop(CANCEL_MILLIS)) {
            LOG.warn("requests still run after they were cancelled: waited={}ms", STOP_MILLIS + CANCEL_MILLIS);
        }
        stopLoops();
    }

    private void stopLoops() {
        workers.close();
        acceptLoop.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        ioLoops.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
