package io.dunlin.server.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A scrape target whose counters start high, so that no extrapolation reaches zero, and move with each scrape: a histogram,
 * a counter that resets, a gauge with special values.
 */
final class DemoTarget implements AutoCloseable {
    private static final String[] BOUNDS = {"0.01", "0.05", "0.1", "0.5", "1", "+Inf"};
    private static final long START = 1_000_000;
    private static final int RESET_EVERY = 7;

    private final HttpServer server;
    private final AtomicLong scrapes = new AtomicLong();

    DemoTarget(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/metrics", exchange -> {
            byte[] page = page(scrapes.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, page.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(page);
            }
        });
        server.start();
    }

    private static String page(long n) {
        StringBuilder page = new StringBuilder();
        page.append("# HELP demo_seconds Time.\n# TYPE demo_seconds histogram\n");
        for (String path : new String[] {"/a", "/b"}) {
            long step = path.equals("/a") ? 3 : 5;
            long count = 0;
            for (int i = 0; i < BOUNDS.length; i++) {
                count += START + n * step * (i + 1);
                page.append("demo_seconds_bucket{path=\"" + path + "\",le=\"" + BOUNDS[i] + "\"} " + count + "\n");
            }
            page.append("demo_seconds_sum{path=\"" + path + "\"} " + (START + n * 0.3) + "\n");
            page.append("demo_seconds_count{path=\"" + path + "\"} " + count + "\n");
        }
        page.append("# TYPE demo_resets_total counter\n");
        page.append("demo_resets_total ").append(START + n % RESET_EVERY * 11).append('\n');
        page.append("# TYPE demo_value gauge\n");
        page.append("demo_value{kind=\"nan\"} NaN\n");
        page.append("demo_value{kind=\"inf\"} ")
                .append(n % 2 == 0 ? "+Inf" : "-Inf")
                .append('\n');
        page.append("demo_value{kind=\"small\"} ").append(n * 1e-9).append('\n');
        page.append("demo_value{kind=\"large\"} ").append(n * 2e23).append('\n');
        page.append("demo_value{kind=\"grüße \\\"x\\\" \\\\ \\n\"} ")
                .append(Math.sin(n))
                .append('\n');
        return page.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
