package io.dunlin.server.kill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that writes until it is stopped. Like a Prometheus it sends a request again until it is acknowledged, and
 * goes on with the next. Each sending and each acknowledgement is in the ledger before anything else is done.
 */
final class LoadClient {
    private static final long RETRY_NANOS = 20_000_000;

    /** A writer does not run away from the others, or their samples would be too old. */
    private static final long MOST_AHEAD = 2;

    private static final int NO_CONTENT = 204;
    private static final int SERVER_ERROR = 500;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI uri;
    private final Load load;
    private final Ledger.Writer ledger;
    private final AtomicLongArray acknowledged = new AtomicLongArray(Load.WRITERS);

    private LoadClient(URI uri, Load load, Ledger.Writer ledger) {
        this.uri = uri;
        this.load = load;
        this.ledger = ledger;
    }

    /** Arguments: the port of the server, the file of the ledger, the time of request 0. */
    public static void main(String[] arguments) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + arguments[0] + "/api/v1/write");
        LoadClient client =
                new LoadClient(uri, new Load(Long.parseLong(arguments[2])), new Ledger.Writer(Path.of(arguments[1])));
        for (int writer = 0; writer < Load.WRITERS; writer++) {
            int id = writer;
            new Thread(() -> client.write(id), "writer-" + id).start();
        }
    }

    private void write(int writer) {
        LoadRequest requests = new LoadRequest(load, writer);
        long due = System.nanoTime();
        for (long request = 1; ; request++) {
            due = Math.max(due + Load.INTERVAL_NANOS, System.nanoTime() - Load.INTERVAL_NANOS);
            while (System.nanoTime() < due || request > slowest() + MOST_AHEAD) {
                LockSupport.parkNanos(1_000_000);
            }
            byte[] body = requests.body(request);
            ledger.sent(writer, request);
            while (!send(body)) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
            ledger.acknowledged(writer, request);
            acknowledged.set(writer, request);
        }
    }

    private long slowest() {
        long slowest = Long.MAX_VALUE;
        for (int writer = 0; writer < Load.WRITERS; writer++) {
            slowest = Math.min(slowest, acknowledged.get(writer));
        }
        return slowest;
    }

    /** Returns whether the server took the request; one that it will never take ends the process. */
    private boolean send(byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "snappy")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != NO_CONTENT && answer.statusCode() < SERVER_ERROR) {
                System.err.println("refused for ever: status=" + answer.statusCode() + " body=" + answer.body());
                Runtime.getRuntime().halt(1);
            }
            return answer.statusCode() == NO_CONTENT;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a writer", e);
        }
    }
}
