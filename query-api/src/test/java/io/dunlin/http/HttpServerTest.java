package io.dunlin.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.http.RawClient.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpServerTest {
    private static final int SMALL_LIMIT = 1000;
    private static final String HOST = "Host: test\r\n";
    private static final ServerOptions OPTIONS =
            ServerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    private final List<String> observed = new ArrayList<>();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        start(OPTIONS);
    }

    private void start(ServerOptions options) throws IOException {
        if (server != null) {
            server.close();
        }
        server = HttpServer.start(options, new RouteTable(routes()), (pattern, status, nanos) -> {
            synchronized (observed) {
                observed.add(pattern + " " + status);
            }
        });
        server.readiness(Readiness.READY);
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
        assertThat(server.heldBodyBytes()).isZero();
    }

    private List<Route> routes() {
        return List.of(
                Route.form("/api/v1/echo", Workload.SELECT, HttpServerTest::echo),
                Route.get(
                        "/api/v1/item/:name/of",
                        Workload.SELECT,
                        (request, response) -> response.text(200, request.pathParameter("name"))),
                Route.get("/api/v1/fails", Workload.SELECT, (request, response) -> {
                    throw new IllegalStateException("bug=1");
                }),
                Route.get("/api/v1/deep", Workload.SELECT, (request, response) -> {
                    throw new StackOverflowError();
                }),
                Route.get("/api/v1/fails-late", Workload.SELECT, (request, response) -> {
                    response.body().write(new byte[1 << 20]);
                    throw new IllegalStateException("bug=2");
                }),
                Route.get("/api/v1/long", Workload.SELECT, HttpServerTest::lines),
                Route.get("/api/v1/endless", Workload.SELECT, (request, response) -> {
                    byte[] block = new byte[64 << 10];
                    try (OutputStream out = response.body()) {
                        for (int i = 0; i < 100_000; i++) {
                            out.write(block);
                        }
                    } finally {
                        cancelled.countDown();
                    }
                }),
                Route.get("/api/v1/blocks", Workload.QUERY, this::block),
                Route.protocol("/api/v1/write", Workload.WRITE, SMALL_LIMIT, (request, response) -> {
                    response.header("X-Length", Integer.toString(request.body().readableBytes()));
                    response.status(204);
                }),
                Route.protocol("/api/v1/slow-write", Workload.WRITE, SMALL_LIMIT, this::block),
                Route.page("/-/healthy", Route.Kind.ALWAYS, (request, response) -> response.text(200, "fine\n")));
    }

    private static void echo(Request request, Response response) throws IOException {
        Parameters parameters = request.parameters();
        response.text(200, parameters.get("a") + " " + parameters.all("b"));
    }

    private static void lines(Request request, Response response) throws IOException {
        try (OutputStream out = response.contentType("text/plain").body()) {
            for (int i = 0; i < 100_000; i++) {
                out.write((i + "\n").getBytes(UTF_8));
            }
        }
    }

    private static String longBody() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            lines.append(i).append('\n');
        }
        return lines.toString();
    }

    private void block(Request request, Response response) throws IOException {
        request.cancellation().onCancel(() -> {
            cancelled.countDown();
            release.countDown();
        });
        blocked.countDown();
        try {
            release.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        response.text(200, request.cancellation().isCancelled() ? "cancelled" : "done");
    }

    private RawClient connect() throws IOException {
        return new RawClient(server.address());
    }

    private Answer get(String target, String... headers) throws IOException {
        return exchange("GET " + target + " HTTP/1.1\r\n" + HOST + lines(headers) + "\r\n");
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }

    private Answer exchange(String request) throws IOException {
        try (RawClient client = connect()) {
            return client.send(request).read();
        }
    }

    private static String post(String target, String type, String body) {
        return "POST " + target + " HTTP/1.1\r\n" + HOST + "Content-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void joinsParametersOfUrlAndForm() throws IOException {
        String form = "application/x-www-form-urlencoded; charset=utf-8";
        assertThat(get("/api/v1/echo?a=x%20y%2B+z&b=1&b=2").body()).isEqualTo("x y+ z [1, 2]");
        assertThat(exchange(post("/api/v1/echo?a=url&b=url", form, "b=form&a=%C3%A4&&c"))
                        .body())
                .isEqualTo("ä [form, url]");
        assertThat(exchange(post("/api/v1/echo?a=url", "text/plain", "a=form")).body())
                .isEqualTo("url []");
        assertThat(get("http://elsewhere:80/api/v1/echo?a=absolute").body()).isEqualTo("absolute []");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/echo?a=%zz", "/api/v1/echo?a=%", "/api/v1/echo?a=%2", "/api/v1/echo?%ff=1"})
    void refusesBadlyEncodedParameters(String target) throws IOException {
        Answer answer = get(target);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.body())
                .startsWith("{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"error parsing form values: ");
    }

    @Test
    void refusesBadlyEncodedPaths() throws IOException {
        assertThat(get("/api/v1/item/%zz/of").status()).isEqualTo(400);
        assertThat(get("/api/v1/item/%ff/of").status()).isEqualTo(400);
        assertThat(get("/unknown/%zz").status()).isEqualTo(400);
        assertThat(get("no-slash").status()).isEqualTo(400);
    }

    @Test
    void decodesPathParameters() throws IOException {
        assertThat(get("/api/v1/item/a%2Fb+c/of").body()).isEqualTo("a/b+c");
        assertThat(get("/api/v1/item//of").status()).isEqualTo(404);
        assertThat(get("/api/v1/item/a/of/").status()).isEqualTo(301);
    }

    @Test
    void answersUnknownPathsAndMethodsAsPrometheus() throws IOException {
        Answer unknown = get("/api/v1/nothing");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).isEqualTo("404 page not found\n");
        Answer wrong = exchange(post("/api/v1/item/x/of", "text/plain", "ignored"));
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.body()).isEqualTo("Method Not Allowed\n");
        assertThat(wrong.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(get("/api/v1/write").header("allow")).isEqualTo("POST, OPTIONS");
    }

    @Test
    void answersHeadWithoutBody() throws IOException {
        try (RawClient client = connect()) {
            Answer head =
                    client.send("HEAD /-/healthy HTTP/1.1\r\n" + HOST + "\r\n").read(true);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-length")).isEqualTo("5");
            assertThat(client.send("HEAD /api/v1/long HTTP/1.1\r\n" + HOST + "\r\n")
                            .read(true)
                            .status())
                    .isEqualTo(200);
            assertThat(client.send("GET /-/healthy HTTP/1.1\r\n" + HOST + "\r\n")
                            .read()
                            .body())
                    .isEqualTo("fine\n");
        }
    }

    @Test
    void letsPagesOfOtherOriginsCallTheApi() throws IOException {
        Answer preflight = exchange("OPTIONS /api/v1/anything HTTP/1.1\r\n" + HOST
                + "Origin: http://a.example\r\nAccess-Control-Request-Method: POST\r\n\r\n");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(preflight.header("access-control-allow-methods")).isEqualTo("GET, POST, OPTIONS");
        assertThat(preflight.header("access-control-allow-headers"))
                .isEqualTo("Accept, Authorization, Content-Type, Origin");

        Answer answer = get("/api/v1/echo", "Origin: http://a.example");
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(answer.header("access-control-expose-headers")).isEqualTo("Date");
        assertThat(answer.header("vary")).isEqualTo("Origin, Accept-Encoding");
        assertThat(get("/api/v1/echo").headers()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void allowsOnlyTheOriginsOfItsRule() throws IOException {
        start(OPTIONS.withCorsOrigin("https?://(a|b)\\.example"));
        assertThat(get("/api/v1/echo", "Origin: http://b.example").header("access-control-allow-origin"))
                .isEqualTo("http://b.example");
        assertThat(get("/api/v1/echo", "Origin: http://b.example.org").headers())
                .doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void sendsShortBodiesWithTheirLengthAndLongOnesInChunks() throws IOException {
        Answer shortOne = get("/-/healthy");
        assertThat(shortOne.header("content-length")).isEqualTo("5");
        assertThat(shortOne.headers()).containsKey("date");
        Answer longOne = get("/api/v1/long");
        assertThat(longOne.header("transfer-encoding")).isEqualTo("chunked");
        assertThat(longOne.body()).isEqualTo(longBody());
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, gzip",
        "deflate, deflate",
        "'deflate, gzip', deflate",
        "'br, gzip', gzip",
        "identity, ''",
        "'', ''"
    })
    void compressesAsTheClientPrefers(String accepted, String used) throws Exception {
        java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient();
        java.net.URI uri =
                java.net.URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/v1/long");
        java.net.http.HttpRequest request = java.net.http.HttpRequest.newBuilder(uri)
                .header("Accept-Encoding", accepted)
                .build();
        java.net.http.HttpResponse<java.io.InputStream> answer =
                client.send(request, java.net.http.HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("content-encoding").orElse("")).isEqualTo(used);
        java.io.InputStream body = switch (used) {
            case "gzip" -> new java.util.zip.GZIPInputStream(answer.body());
            case "deflate" -> new java.util.zip.InflaterInputStream(answer.body());
            default -> answer.body();
        };
        assertThat(new String(body.readAllBytes(), UTF_8)).isEqualTo(longBody());
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        StringBuilder burst = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            String target = i % 3 == 0 ? "/missing" : "/api/v1/echo?a=" + i;
            burst.append("GET ")
                    .append(target)
                    .append(" HTTP/1.1\r\n")
                    .append(HOST)
                    .append("\r\n");
        }
        try (RawClient client = connect()) {
            Thread sender = new Thread(() -> {
                try {
                    client.send(burst.toString());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            sender.start();
            for (int i = 0; i < 2000; i++) {
                String expected = i % 3 == 0 ? "404 page not found\n" : i + " []";
                assertThat(client.read().body()).isEqualTo(expected);
            }
        }
    }

    @Test
    void answersAClientThatHasClosedItsSide() throws IOException {
        try (RawClient client = connect()) {
            String one = "GET /api/v1/echo?a=half HTTP/1.1\r\n" + HOST + "\r\n";
            client.send(one + one).shutdownOutput();
            assertThat(client.read().body()).isEqualTo("half []");
            assertThat(client.read().body()).isEqualTo("half []");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void cancelsWhatTheClientNoLongerWaitsFor() throws Exception {
        try (RawClient client = connect()) {
            client.send("GET /api/v1/blocks HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
            client.reset();
            assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void cancelsForAHalfClosedClientButAnswers() throws Exception {
        try (RawClient client = connect()) {
            client.send("GET /api/v1/blocks HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
            client.shutdownOutput();
            assertThat(client.read().body()).isEqualTo("cancelled");
        }
    }

    @Test
    void endsAWorkerWhoseClientIsGoneOrReadsNothing() throws Exception {
        start(OPTIONS.withTimeouts(Duration.ofMinutes(1), Duration.ofMillis(300)));
        try (RawClient client = connect()) {
            client.send("GET /api/v1/endless HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void refusesBodiesOverTheRoutesLimit() throws IOException {
        String tooLong = "x".repeat(SMALL_LIMIT + 1);
        Answer announced = exchange(post("/api/v1/write", "x/y", tooLong));
        assertThat(announced.status()).isEqualTo(413);
        assertThat(announced.body()).isEqualTo("request body too large: limit=1000 bytes\n");
        Answer chunked = exchange("POST /api/v1/write HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n"
                + tooLong + "\r\n0\r\n\r\n");
        assertThat(chunked.status()).isEqualTo(413);
        assertThat(exchange(post("/api/v1/write", "x/y", tooLong.substring(1))).header("x-length"))
                .isEqualTo("1000");
        Answer form = exchange("POST /api/v1/echo HTTP/1.1\r\n" + HOST + "Content-Length: 20000000\r\n\r\n");
        assertThat(form.status()).isEqualTo(413);
        assertThat(form.body()).contains("\"errorType\":\"bad_data\"");
    }

    @Test
    void asksForABodyOnlyWhenItWantsIt() throws IOException {
        String head = "POST /api/v1/write HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: ";
        try (RawClient client = connect()) {
            assertThat(client.send(head + "3\r\n\r\n").read().status()).isEqualTo(100);
            assertThat(client.send("abc").read().status()).isEqualTo(204);
        }
        assertThat(exchange(head + "3000\r\n\r\n").status()).isEqualTo(413);
        assertThat(exchange(head.replace("write", "wrong") + "3\r\n\r\n").status())
                .isEqualTo(404);
        assertThat(exchange(head.replace("100-continue", "a miracle") + "3\r\n\r\n")
                        .status())
                .isEqualTo(417);
    }

    @Test
    void goesOnAfterARefusedRequestWithABody() throws IOException {
        try (RawClient client = connect()) {
            assertThat(client.send(post("/missing", "x/y", "some body")).read().status())
                    .isEqualTo(404);
            assertThat(client.send(post("/api/v1/write", "x/y", "abc")).read().header("x-length"))
                    .isEqualTo("3");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'NONSENSE\r\n\r\n', 400",
        "'GET / HTTP/2.0\r\nHost: x\r\n\r\n', 505",
        "'GET /-/healthy HTTP/1.1\r\n\r\n', 400",
        "'POST /api/v1/write HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400",
        "'POST /api/v1/write HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n', 400",
        "'POST /api/v1/write HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef', 400",
        "'POST /api/v1/write HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n', 400",
    })
    void refusesMalformedMessages(String message, int status) throws IOException {
        try (RawClient client = connect()) {
            assertThat(client.send(message).read().status()).isEqualTo(status);
        }
    }

    @Test
    void limitsTheRequestLineAndTheHeaders() throws IOException {
        assertThat(get("/api/v1/echo?a=" + "x".repeat(100_000)).body()).hasSize(100_003);
        Answer line = get("/api/v1/echo?a=" + "x".repeat(HttpServer.LINE_LIMIT));
        assertThat(line.status()).isEqualTo(414);
        assertThat(line.body()).contains("limit=262144").contains("as a form");
        Answer headers = get("/-/healthy", "X-Big: " + "x".repeat(HttpServer.HEADER_LIMIT));
        assertThat(headers.status()).isEqualTo(431);
        assertThat(headers.header("connection")).isEqualTo("close");
    }

    @Test
    void speaksHttpOneDotZero() throws IOException {
        try (RawClient client = connect()) {
            Answer once = client.send("GET /-/healthy HTTP/1.0\r\n\r\n").read();
            assertThat(once.body()).isEqualTo("fine\n");
            assertThat(client.isAtEnd()).isTrue();
        }
        try (RawClient client = connect()) {
            Answer kept = client.send("GET /-/healthy HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .read();
            assertThat(kept.header("connection")).isEqualTo("keep-alive");
            Answer longOne = client.send("GET /api/v1/long HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .read();
            assertThat(longOne.headers()).doesNotContainKey("transfer-encoding");
            assertThat(longOne.body()).isEqualTo(longBody());
        }
    }

    @Test
    void closesWhenTheClientAsksForIt() throws IOException {
        try (RawClient client = connect()) {
            client.send("GET /-/healthy HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
            assertThat(client.read().header("connection")).isEqualTo("close");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void turnsBugsIntoErrorsAndNeverIntoHalfAnAnswer() throws IOException {
        Answer early = get("/api/v1/fails");
        assertThat(early.status()).isEqualTo(500);
        assertThat(early.body()).contains("\"errorType\":\"internal\"").contains("bug=1");
        try (RawClient client = connect()) {
            client.send("GET /api/v1/fails-late HTTP/1.1\r\n" + HOST + "\r\n");
            assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void answersWhatNeedsNoDataBeforeItIsReady() throws IOException {
        server.readiness(Readiness.STARTING);
        Answer refused = get("/api/v1/echo");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).isEqualTo("Service Unavailable");
        assertThat(refused.header("x-prometheus-stopping")).isEqualTo("false");
        assertThat(get("/-/healthy").status()).isEqualTo(200);
        server.readiness(Readiness.STOPPING);
        assertThat(get("/api/v1/echo").header("x-prometheus-stopping")).isEqualTo("true");
    }

    @Test
    void refusesWhatItsQueuesCannotHold() throws Exception {
        start(OPTIONS.withQueryThreads(1).withLimits(512, 1, 1 << 20));
        String request = "GET /api/v1/blocks HTTP/1.1\r\n" + HOST + "\r\n";
        try (RawClient running = connect();
                RawClient waiting = connect()) {
            running.send(request);
            assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
            waiting.send(request);
            Eventually.holds(() -> server.waiting(Workload.QUERY) == 1);
            Answer refused = get("/api/v1/blocks");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(refused.body()).contains("too many requests");
            assertThat(get("/-/healthy").status()).isEqualTo(200);
            release.countDown();
            assertThat(running.read().body()).isEqualTo("done");
            assertThat(waiting.read().body()).isEqualTo("done");
        }
    }

    @Test
    void limitsTheMemoryOfAllBodiesTogether() throws Exception {
        start(OPTIONS.withLimits(512, 10, 100));
        try (RawClient holder = connect()) {
            holder.send(post("/api/v1/slow-write", "x/y", "x".repeat(80)));
            assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.heldBodyBytes()).isEqualTo(80);
            Answer refused = exchange(post("/api/v1/write", "x/y", "x".repeat(30)));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            release.countDown();
            assertThat(holder.read().body()).isEqualTo("done");
            Eventually.holds(() -> server.heldBodyBytes() == 0);
            assertThat(exchange(post("/api/v1/write", "x/y", "x".repeat(30))).status())
                    .isEqualTo(204);
        }
    }

    @Test
    void refusesConnectionsOverTheLimitWithAReason() throws IOException {
        start(OPTIONS.withLimits(1, 10, 1 << 20));
        try (RawClient first = connect();
                RawClient second = connect()) {
            String request = "GET /-/healthy HTTP/1.1\r\n" + HOST + "\r\n";
            assertThat(first.send(request).read().status()).isEqualTo(200);
            Answer refused = second.send(request).read();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).isEqualTo("too many connections; try again\n");
            assertThat(first.send(request).read().status()).isEqualTo(200);
        }
        Eventually.holds(() -> server.connections() == 0);
        assertThat(get("/-/healthy").status()).isEqualTo(200);
    }

    @Test
    void closesConnectionsThatSendNoRequest() throws IOException {
        start(OPTIONS.withTimeouts(Duration.ofMillis(200), Duration.ofSeconds(5)));
        try (RawClient silent = connect();
                RawClient slow = connect();
                RawClient half = connect()) {
            slow.send("GET /-/hea");
            half.send("POST /api/v1/write HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\nabc");
            assertThat(silent.isAtEnd()).isTrue();
            assertThat(slow.isAtEnd()).isTrue();
            assertThat(half.isAtEnd()).isTrue();
        }
        Eventually.holds(() -> server.heldBodyBytes() == 0);
    }

    @Test
    void letsRequestsAtWorkFinishWhenItStops() throws Exception {
        Answer answer;
        try (RawClient client = connect()) {
            client.send("GET /api/v1/blocks HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
            Thread closing = new Thread(server::close);
            closing.start();
            Eventually.holds(() -> server.readiness() == Readiness.STOPPING);
            release.countDown();
            answer = client.read();
            closing.join();
        }
        assertThat(answer.body()).isEqualTo("done");
    }

    @Test
    void letsPagesReadWhyTheyWereRefused() throws IOException {
        Answer refused = exchange("POST /api/v1/echo HTTP/1.1\r\n" + HOST
                + "Origin: http://a.example\r\nContent-Length: 20000000\r\n\r\n");
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.header("access-control-allow-origin")).isEqualTo("*");
    }

    @Test
    void answersThatAQueryWasTooDeep() throws IOException {
        assertThat(get("/api/v1/deep").status()).isEqualTo(500);
        assertThat(get("/-/healthy").status()).isEqualTo(200);
    }

    @Test
    void reportsEachAnswer() throws IOException {
        get("/-/healthy");
        get("/missing");
        get("/api/v1/fails");
        Eventually.holds(() -> {
            synchronized (observed) {
                return observed.equals(List.of("/-/healthy 200", " 404", "/api/v1/fails 500"));
            }
        });
    }

    @Test
    void namesTheAddressItCannotHave() {
        ServerOptions taken = ServerOptions.at(server.address());
        assertThatThrownBy(() -> HttpServer.start(taken, new RouteTable(List.of()), RequestObserver.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on")
                .hasMessageContaining(Integer.toString(server.address().getPort()));
    }
}
