package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees who starts the jar, well or badly. */
class StartIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Debian's Prometheus locks its directory only when it is asked to. */
    private static final String DEBIAN_LOCK_FLAG = "--storage.tsdb.use-lockfile";

    @TempDir
    private Path directory;

    private ChildProcess run(String... arguments) {
        return ChildProcess.start(directory, "run", Map.of(), DunlinProcess.command(arguments));
    }

    /** Runs to the end and returns standard error, which then holds one line for people and no stack trace. */
    private String failure(int exitCode, String... arguments) throws InterruptedException {
        try (ChildProcess process = run(arguments)) {
            assertThat(process.exitCode())
                    .as(process.output() + process.errors())
                    .isEqualTo(exitCode);
            assertThat(process.errors()).startsWith("dunlin: error: ").doesNotContain("\tat ");
            return process.errors();
        }
    }

    private String data() {
        return "--storage.tsdb.path=" + directory.resolve("data");
    }

    private static String listen(int port) {
        return "--web.listen-address=127.0.0.1:" + port;
    }

    @Test
    void startsServesAndStopsWithNothingOnStandardError() throws InterruptedException {
        int port = ChildProcess.freePort();
        try (DunlinProcess server = DunlinProcess.serve(directory, port)) {
            assertThat(server.log()).contains("Ready: url=http://127.0.0.1:" + port);
            assertThat(server.api().get("/-/healthy").body()).isEqualTo("Dunlin is Healthy.\n");

            assertThat(server.process().stop()).isZero();
            assertThat(server.process().output()).contains("msg=\"Stopped\"");
            assertThat(server.process().errors()).isEmpty();
        }
    }

    @Test
    void listsItsFlags() throws InterruptedException {
        try (ChildProcess help = run("serve", "--help")) {
            assertThat(help.exitCode()).isZero();
            assertThat(help.output())
                    .contains(
                            "--config.file",
                            "--storage.tsdb.path",
                            "--storage.tsdb.min-block-duration",
                            "--web.listen-address",
                            "--query.timeout",
                            "--query.max-concurrency",
                            "--query.lookback-delta",
                            "--log.level");
            assertThat(help.errors()).isEmpty();
        }
    }

    @Test
    void namesAWrongFlagOrValue() throws InterruptedException {
        assertThat(failure(2, "serve", "--storage.tsdb.pth=x")).contains("--storage.tsdb.pth", "--storage.tsdb.path");
        assertThat(failure(2, "serve", "--query.timeout=soon")).contains("--query.timeout", "\"soon\"");
        assertThat(failure(2, "serve", "--web.listen-address=9090")).contains("\"9090\"", "127.0.0.1:9090");
        assertThat(failure(2, "serve", "--query.max-concurrency=0")).contains("--query.max-concurrency");
        assertThat(failure(2, "serve", "--storage.tsdb.min-block-duration=500ms"))
                .contains("--storage.tsdb.min-block-duration", "1s", "500ms");
        assertThat(failure(2, "serve", "--log.level=loud")).contains("\"loud\"", "debug, info, warn or error");
        assertThat(failure(1, "serve", "--gpu.scrape-interval=10ms", data())).contains("--gpu.", "interval=PT0.01S");
        assertThat(failure(2)).contains("dunlin serve");
    }

    @Test
    void namesTheLineOfAWrongConfiguration() throws InterruptedException, IOException {
        Path config = Files.writeString(directory.resolve("c.yml"), "global:\n  scrape_interval: 15s\n");

        assertThat(failure(1, "serve", "--config.file=" + config))
                .contains(config + "\": line 2, column 3: unknown key \"scrape_interval\" in global");
        assertThat(failure(1, "serve", "--config.file=none.yml")).contains("none.yml", "no such file");
    }

    @Test
    void namesThePortThatIsInUse() throws InterruptedException, IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(failure(1, "serve", listen(taken.getLocalPort()), data()))
                    .contains("127.0.0.1:" + taken.getLocalPort(), "--web.listen-address");
            assertThat(directory.resolve("data")).doesNotExist();
        }
    }

    @Test
    void namesTheDirectoryThatAnotherDunlinHas() throws InterruptedException {
        try (DunlinProcess first = DunlinProcess.serve(directory, ChildProcess.freePort())) {
            assertThat(failure(1, "serve", listen(ChildProcess.freePort()), data()))
                    .contains(directory.resolve("data").toString(), "in use by dunlin pid=");
            assertThat(first.api().isOk("/-/ready")).isTrue();
        }
    }

    @Test
    void namesTheDirectoryThatAPrometheusHas() throws InterruptedException, IOException {
        Path prometheus = ChildProcess.find("prometheus").orElse(null);
        assumeTrue(prometheus != null, "there is no prometheus on this machine");
        int port = ChildProcess.freePort();
        Path config = Files.writeString(directory.resolve("prometheus.yml"), "");
        List<String> command = new ArrayList<>(List.of(
                prometheus.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port));
        if (locksOnlyWhenAsked(prometheus)) {
            command.add(DEBIAN_LOCK_FLAG);
        }
        try (ChildProcess process = ChildProcess.start(directory, "prometheus", Map.of(), command)) {
            ApiClient api = new ApiClient(port);
            Await.until(LIMIT, process::errors, () -> api.isOk("/-/ready"));

            assertThat(failure(1, "serve", listen(ChildProcess.freePort()), data()))
                    .contains("in use");
            assertThat(api.isOk("/-/ready")).isTrue();
        }
    }

    private boolean locksOnlyWhenAsked(Path prometheus) throws InterruptedException {
        List<String> command = List.of(prometheus.toString(), "--help");
        try (ChildProcess help = ChildProcess.start(directory, "help", Map.of(), command)) {
            help.exitCode();
            return (help.output() + help.errors()).contains(DEBIAN_LOCK_FLAG);
        }
    }

    @Test
    void namesADirectoryThatCannotBeMade() throws InterruptedException, IOException {
        Files.writeString(directory.resolve("data"), "a file");

        assertThat(failure(1, "serve", listen(ChildProcess.freePort()), data()))
                .contains(directory.resolve("data").toString());
    }
}
