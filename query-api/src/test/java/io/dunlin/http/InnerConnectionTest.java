package io.dunlin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class InnerConnectionTest {
    private static final int LONG_ANSWER = 1 << 20;

    private static RouteTable routes() {
        return new RouteTable(List.of(
                Route.form(
                        "/api/v1/echo",
                        Workload.QUERY,
                        (request, response) -> response.text(
                                200,
                                request.parameters().get("text") + " on "
                                        + Thread.currentThread().getName())),
                Route.form("/api/v1/long", Workload.SELECT, (request, response) -> {
                    try (OutputStream out = response.body()) {
                        out.write(new byte[LONG_ANSWER]);
                    }
                }),
                Route.form("/api/v1/fails", Workload.QUERY, (request, response) -> {
                    throw new ApiException(ErrorType.BAD_DATA, "not that");
                })));
    }

    private static String post(InnerConnection connection, String path, String form) throws IOException {
        return new String(connection.post(path, form), StandardCharsets.UTF_8);
    }

    @Test
    void shouldAnswerOnTheThreadThatAsks() throws IOException {
        try (InnerConnection connection = new InnerConnection(routes())) {
            String here = " on " + Thread.currentThread().getName();
            for (String text : new String[] {"first", "second"}) {
                assertThat(post(connection, "/api/v1/echo", "text=" + text + "%21"))
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .endsWith("\r\n\r\n" + text + "!" + here);
            }
        }
    }

    @Test
    void shouldGiveLongAnswersWhole() throws IOException {
        try (InnerConnection connection = new InnerConnection(routes())) {
            String answer = post(connection, "/api/v1/long", "");
            assertThat(answer.chars().filter(c -> c == 0).count()).isEqualTo(LONG_ANSWER);
            assertThat(answer).endsWith("0\r\n\r\n");
        }
    }

    @Test
    void shouldGoOnAfterARefusal() throws IOException {
        try (InnerConnection connection = new InnerConnection(routes())) {
            assertThat(post(connection, "/api/v1/fails", "")).contains(" 400 ").contains("not that");
            assertThat(post(connection, "/api/v1/unknown", "")).contains(" 404 ");
            assertThat(post(connection, "/api/v1/echo", "text=still")).contains("still on ");
        }
    }
}
