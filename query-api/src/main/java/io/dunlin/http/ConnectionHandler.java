package io.dunlin.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: takes requests one after the other, however many the client sends ahead, and starts the next when the
 * answer to the one before is written. Runs on the connection's I/O loop only; workers come back through {@link
 * Exchange.Completion}.
 *
 * <p>It asks for bytes only when it has taken everything that came before ({@code autoRead} is off), so a client that sends
 * ahead fills one socket buffer and then waits. While a worker is busy one read is open, so that the end of the client's
 * stream is seen and cancels the request; a client that only half-closes is therefore taken for gone, as by Prometheus,
 * but still gets its answer.
 */
// A write or close that fails ends the channel, and that is what we act on.
@SuppressWarnings("FutureReturnValueIgnored")
final class ConnectionHandler extends ChannelInboundHandlerAdapter implements Exchange.Completion {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);
    private static final long LINGER_MILLIS = 2000;

    private enum Phase {
        /** Waits for the head of a request. */
        IDLE,
        /** Collects the body for an endpoint. */
        COLLECTING,
        /** Drops the body of a request that is refused, so that the connection can go on. */
        SKIPPING,
        /** A worker, or the write of a refusal, has the connection. */
        BUSY,
        /** The last answer is written; drops what comes until the client has read it and closes. */
        LINGERING
    }

    private final HttpServer.Shared shared;
    private ChannelHandlerContext connection;
    private WriteGate gate;
    private Phase phase = Phase.IDLE;
    private long phaseStart = System.nanoTime();
    private boolean inputClosed;
    private boolean readOpen;
    private boolean pumping;

    /** Messages that came in one read and are not taken yet. */
    private final Queue<Object> inbox = new ArrayDeque<>();

    private HttpRequest head;
    private long arrival;
    private Gatekeeper.Decision decision;
    private RequestBody body;
    private long skipped;
    private Exchange exchange;

    ConnectionHandler(HttpServer.Shared shared) {
        this.shared = shared;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection = context;
        gate = new WriteGate(context.channel(), shared.options().writeTimeout());
        scheduleTimeout(shared.options().readTimeout().toNanos());
        read();
    }

    private void read() {
        if (!readOpen && inbox.isEmpty() && !inputClosed) {
            readOpen = true;
            connection.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        inbox.add(message);
        pump();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        readOpen = false;
        read();
    }

    /** Takes messages until a request keeps the connection busy. An answer within the loop only lets the loop go on. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (phase != Phase.BUSY && !inbox.isEmpty()) {
            take(inbox.remove());
        }
        pumping = false;
    }

    private void take(Object message) {
        try {
            if (phase == Phase.IDLE && message instanceof HttpRequest request) {
                begin(request);
            } else if (phase == Phase.COLLECTING && message instanceof HttpContent content) {
                collect(content);
            } else if (phase == Phase.SKIPPING && message instanceof HttpContent content) {
                skip(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void enter(Phase next) {
        phase = next;
        phaseStart = System.nanoTime();
    }

    private void begin(HttpRequest request) {
        head = request;
        arrival = System.nanoTime();
        skipped = 0;
        decision = shared.gatekeeper().decide(request);
        if (request.decoderResult().isFailure()) {
            answerAndLinger(decision.refusal());
            return;
        }
        long length = HttpUtil.getContentLength(request, 0L);
        boolean expects = request.headers().contains(HttpHeaderNames.EXPECT);
        if (decision.refusal() != null) {
            if (expects || length > Route.FORM_LIMIT) {
                answerAndLinger(decision.refusal());
            } else {
                enter(Phase.SKIPPING);
            }
            return;
        }
        Route route = decision.route();
        if (length > route.bodyLimit()) {
            answerAndLinger(tooLarge(route));
            return;
        }
        if (expects && !mayContinue(route)) {
            return;
        }
        body = newBody();
        enter(Phase.COLLECTING);
    }

    private boolean mayContinue(Route route) {
        if (HttpUtil.is100ContinueExpected(head)) {
            connection.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.CONTINUE,
                    connection.alloc().buffer(0)));
            return true;
        }
        String wanted = head.headers().get(HttpHeaderNames.EXPECT);
        answerAndLinger(Gatekeeper.error(
                route.kind(), ErrorType.EXPECTATION_FAILED, "unknown expectation: \"" + wanted + "\""));
        return false;
    }

    private static FullHttpResponse tooLarge(Route route) {
        return Gatekeeper.error(
                route.kind(), ErrorType.TOO_LARGE, "request body too large: limit=" + route.bodyLimit() + " bytes");
    }

    private void collect(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            dropBody();
            answerAndLinger(Gatekeeper.undecodable(content.decoderResult().cause()));
            return;
        }
        try {
            body.add(content.content());
        } catch (ApiException e) {
            dropBody();
            answerAndLinger(Gatekeeper.error(decision.route().kind(), e.type(), e.getMessage()));
            return;
        }
        if (content instanceof LastHttpContent) {
            dispatch();
        }
    }

    private void dropBody() {
        if (body != null) {
            body.release();
            body = null;
        }
    }

    private void skip(HttpContent content) {
        skipped += content.content().readableBytes();
        if (content.decoderResult().isFailure() || skipped > Route.FORM_LIMIT) {
            answerAndLinger(decision.refusal());
        } else if (content instanceof LastHttpContent) {
            enter(Phase.BUSY);
            if (decision.tooEarly() && skipped == 0) {
                shared.gatekeeper().hold(connection.executor(), this::decideAgain);
            } else {
                answerAndGoOn("", decision.refusal());
            }
        }
    }

    /** Goes on with a request without a body that came before the server was ready. */
    private void decideAgain() {
        if (!connection.channel().isActive()) {
            return;
        }
        decision = shared.gatekeeper().decide(head);
        if (decision.refusal() != null) {
            answerAndGoOn("", decision.refusal());
        } else {
            body = newBody();
            dispatch();
        }
    }

    private RequestBody newBody() {
        return new RequestBody(
                connection.alloc(),
                shared.heldBodies(),
                shared.options().bodyMemory(),
                decision.route().bodyLimit());
    }

    private void answerAndGoOn(String pattern, FullHttpResponse answer) {
        boolean keepAlive = HttpUtil.isKeepAlive(head);
        write(answer, keepAlive).addListener(written -> {
            observe(pattern, answer.status().code());
            next(keepAlive && written.isSuccess());
        });
    }

    private ChannelFuture write(FullHttpResponse answer, boolean keepAlive) {
        finishHeaders(answer.headers(), keepAlive);
        if (decision.match() != null && decision.route().kind().isApi()) {
            shared.gatekeeper().cors(head.headers(), answer.headers());
        }
        if (Status.allowsBody(answer.status().code())) {
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes());
        }
        if (head.method().equals(HttpMethod.HEAD)) {
            answer.content().clear();
        }
        return connection.writeAndFlush(answer);
    }

    private void dispatch() {
        Route route = decision.route();
        boolean keepAlive = HttpUtil.isKeepAlive(head) && shared.gatekeeper().readiness() != Readiness.STOPPING;
        String accepts = head.headers().get(HttpHeaderNames.ACCEPT_ENCODING, "");
        Compression compression = route.isCompressed() ? Compression.accepted(accepts) : Compression.NONE;
        Response response = new Response(connection, gate, framing(), compression);
        HttpHeaders headers = response.head().headers();
        finishHeaders(headers, keepAlive);
        if (route.kind().isApi()) {
            shared.gatekeeper().cors(head.headers(), headers);
        }
        if (route.isCompressed()) {
            headers.add(HttpHeaderNames.VARY, "Accept-Encoding");
        }
        Request request = new Request(
                head, decision.target(), decision.match().pathParameters(), clientAddress(), body.bytes(), arrival);
        exchange = new Exchange(route, request, response, keepAlive, this);
        enter(Phase.BUSY);
        if (!shared.workers().offer(route.workload(), exchange)) {
            exchange = null;
            dropBody();
            answerAndGoOn(
                    route.pattern(),
                    Gatekeeper.error(route.kind(), ErrorType.OVERLOADED, "too many requests at once; try again"));
        }
    }

    private String clientAddress() {
        SocketAddress remote = connection.channel().remoteAddress();
        return remote instanceof InetSocketAddress socket ? socket.getAddress().getHostAddress() : "";
    }

    private ResponseStream.Framing framing() {
        if (head.method().equals(HttpMethod.HEAD)) {
            return ResponseStream.Framing.HEAD_ONLY;
        }
        boolean chunks = head.protocolVersion().minorVersion() > 0;
        return chunks ? ResponseStream.Framing.CHUNKS : ResponseStream.Framing.UNTIL_CLOSE;
    }

    private void finishHeaders(HttpHeaders headers, boolean keepAlive) {
        headers.set(HttpHeaderNames.DATE, HttpDate.now());
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (head.protocolVersion().minorVersion() == 0) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    /** Answers although the request is not read to its end, and then closes without cutting the answer off. */
    private void answerAndLinger(FullHttpResponse answer) {
        enter(Phase.LINGERING);
        observe("", answer.status().code());
        write(answer, false).addListener(written -> {
            ((DuplexChannel) connection.channel()).shutdownOutput();
            connection.executor().schedule(() -> connection.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        });
    }

    @Override
    public ChannelPromise answered(Exchange done) {
        return connection.newPromise().addListener(written -> {
            observe(done.route().pattern(), done.status());
            exchange = null;
            dropBody();
            next(done.keepsAlive() && written.isSuccess());
        });
    }

    @Override
    public void lost(Exchange done) {
        connection.executor().execute(() -> {
            observe(done.route().pattern(), ErrorType.CANCELED.status());
            exchange = null;
            dropBody();
            next(false);
        });
    }

    private void observe(String pattern, int status) {
        shared.observer().answered(pattern, status, System.nanoTime() - arrival);
    }

    /** Goes on with the next request, or ends the connection. */
    private void next(boolean keepAlive) {
        if (!keepAlive || !connection.channel().isActive()) {
            connection.close();
            return;
        }
        enter(Phase.IDLE);
        pump();
        closeAtEndOfInput();
        read();
    }

    private void closeAtEndOfInput() {
        if (inputClosed && phase != Phase.BUSY && !pumping) {
            connection.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            if (exchange != null) {
                exchange.request().cancellation().cancel();
            }
            closeAtEndOfInput();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        gate.changed();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gate.changed();
        inbox.forEach(ReferenceCountUtil::release);
        inbox.clear();
        if (exchange != null) {
            exchange.request().cancellation().cancel();
        } else {
            dropBody();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection failed: client={}", context.channel().remoteAddress(), cause);
        context.close();
    }

    /** Closes the connection when a request takes too long to arrive; one timer a connection, moved on, never reset. */
    private void scheduleTimeout(long nanos) {
        connection.executor().schedule(this::checkTimeout, nanos, TimeUnit.NANOSECONDS);
    }

    private void checkTimeout() {
        if (!connection.channel().isActive()) {
            return;
        }
        long allowed = shared.options().readTimeout().toNanos();
        long left = phase == Phase.BUSY ? allowed : allowed - (System.nanoTime() - phaseStart);
        if (left <= 0) {
            connection.close();
        } else {
            scheduleTimeout(left);
        }
    }
}
