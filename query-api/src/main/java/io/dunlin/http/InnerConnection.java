package io.dunlin.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection within the process: requests pass all that they pass in an {@link HttpServer} but the socket, and are answered
 * on the thread that asks. Nothing is listened on. For a program that wants that way warm. Used by one thread.
 */
public final class InnerConnection implements AutoCloseable {
    private final EmbeddedChannel channel;

    /** Connects to the endpoints of a table. */
    public InnerConnection(RouteTable routes) {
        ServerOptions options = ServerOptions.at(InetSocketAddress.createUnresolved("inner", 0));
        Gatekeeper gatekeeper = new Gatekeeper(routes, options);
        gatekeeper.readiness(Readiness.READY);
        Workers thisThread = (workload, task) -> {
            task.run();
            return true;
        };
        channel = new EmbeddedChannel(HttpServer.handlers(
                new HttpServer.Shared(options, gatekeeper, thisThread, new AtomicLong(), RequestObserver.NONE)));
    }

    /**
     * Posts a form and returns the whole answer as it would go to the client: status, headers and body.
     *
     * @param path the path of the URL
     * @param form the parameters, URL-encoded
     */
    public byte[] post(String path, String form) throws IOException {
        byte[] body = form.getBytes(StandardCharsets.US_ASCII);
        String head = "POST " + path + " HTTP/1.1\r\nHost: inner\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        channel.writeInbound(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), body));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            part.readBytes(answer, part.readableBytes());
            part.release();
        }
        return answer.toByteArray();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
