package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers about labels that are kept in a file: the same with the file, without it, and where it can't be had. */
class LabelAnswersIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int REQUESTS = 150_000;
    private static final int TENANTS = 7;
    private static final long TIME = 1_790_000_000L;

    /** Dear for any machine: every request id is looked at. */
    private static final String SELECTOR = "llm_request_tokens{request_id=~\".*1.*\"}";

    @TempDir
    private static Path source;

    @TempDir
    private Path directory;

    @BeforeAll
    static void importRequests() throws IOException, InterruptedException {
        Path text = source.resolve("requests.om");
        try (BufferedWriter out = Files.newBufferedWriter(text)) {
            for (int i = 0; i < REQUESTS; i++) {
                out.write(String.format(
                        Locale.ROOT,
                        "llm_request_tokens{request_id=\"00000000-0000-0000-0000-%012d\",tenant=\"t%d\"} %d %d%n",
                        i,
                        i % TENANTS,
                        i,
                        TIME));
            }
            out.write("# EOF\n");
        }
        List<String> command = DunlinProcess.command(
                "tsdb", "import", text.toString(), source.resolve("data").toString());
        try (ChildProcess process = ChildProcess.start(source, "import", Map.of(), command)) {
            Await.until(LIMIT, process::errors, () -> !process.isAlive());
            assertThat(process.exitCode()).as(process.errors()).isZero();
        }
    }

    @BeforeEach
    void copyData() throws IOException {
        try (Stream<Path> files = Files.walk(source.resolve("data"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, data().resolve(source.resolve("data").relativize(file)));
            }
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private static void requireTenants(ApiClient api) {
        assertThat(api.get("/api/v1/label/tenant/values", "match[]", SELECTOR).data())
                .extracting(value -> value.asText())
                .containsExactly("t0", "t1", "t2", "t3", "t4", "t5", "t6");
    }

    private static long metric(ApiClient api, String name) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\d+)$")
                .matcher(api.get("/metrics").body());
        assertThat(line.find()).as(name).isTrue();
        return Long.parseLong(line.group(1));
    }

    private static long entries(ApiClient api) {
        return metric(api, "dunlin_label_answers_entries");
    }

    private static long hits(ApiClient api) {
        return metric(api, "dunlin_label_answers_total{result=\"hit\"}");
    }

    @Test
    void shouldAnswerTheSameAndKnowItAfterARestart() throws InterruptedException, IOException {
        try (DunlinProcess server = DunlinProcess.serve(directory, ChildProcess.freePort())) {
            assertThat(data().resolve("derived")).doesNotExist();
            requireTenants(server.api());
            Await.until(LIMIT, server::log, () -> entries(server.api()) == 1);
            requireTenants(server.api());
            assertThat(hits(server.api())).isEqualTo(1);
            assertThat(server.stop()).isZero();
            assertThat(server.process().errors()).isEmpty();
        }
        try (DunlinProcess server = DunlinProcess.serve(directory, ChildProcess.freePort())) {
            Await.until(LIMIT, server::log, () -> entries(server.api()) == 1);
            requireTenants(server.api());
            assertThat(hits(server.api())).isEqualTo(1);
            server.process().kill();
        }
        try (DunlinProcess server = DunlinProcess.serve(directory, ChildProcess.freePort())) {
            requireTenants(server.api());
            assertThat(hits(server.api())).isZero();
            Await.until(LIMIT, server::log, () -> entries(server.api()) == 1);
            assertThat(server.stop()).isZero();
        }
        damage(data().resolve("derived/label-answers.0.map"));
        try (DunlinProcess server = DunlinProcess.serve(directory, ChildProcess.freePort())) {
            requireTenants(server.api());
            assertThat(hits(server.api())).isZero();
        }
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void shouldAnswerTheSameOnAJavaWithoutACompiler() throws InterruptedException {
        int port = ChildProcess.freePort();
        List<String> command = new ArrayList<>(DunlinProcess.command(
                "serve", "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=" + data()));
        command.addAll(1, List.of("--limit-modules", "java.se,jdk.unsupported,jdk.management"));
        try (ChildProcess server = ChildProcess.start(directory, "jre", Map.of(), command)) {
            ApiClient api = new ApiClient(port);
            Await.until(LIMIT, server::errors, () -> api.isOk("/-/ready"));
            requireTenants(api);
            Await.until(LIMIT, server::output, () -> server.output().contains("this Java has no compiler"));
            requireTenants(api);
            assertThat(hits(api)).isZero();
            assertThat(server.stop()).isZero();
            assertThat(server.errors()).isEmpty();
        }
    }
}
