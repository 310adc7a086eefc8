package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shell launcher, on every JDK of this machine. */
class LauncherIT {
    private static final Path ROOT = root();

    @TempDir
    private Path directory;

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("dunlin")) ? here : here.getParent();
    }

    /** The jar is the one that this build has made: the launcher must not make it again. */
    @BeforeAll
    static void useTheJarOfThisBuild() throws IOException {
        Path jar = Path.of(System.getProperty("dunlin.jar", ROOT + "/server/target/dunlin.jar"));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
        assumeTrue(jar.startsWith(ROOT), "the launcher has another jar");
    }

    static Stream<Path> jdks() throws IOException {
        TreeSet<Path> homes =
                new TreeSet<>(List.of(Path.of(System.getProperty("java.home")).toRealPath()));
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> found = Files.list(installed)) {
                for (Path home : found.toList()) {
                    if (Files.exists(home.resolve("bin/javac")) && Files.exists(home.resolve("release"))) {
                        homes.add(home.toRealPath());
                    }
                }
            }
        }
        return homes.stream();
    }

    private ChildProcess launch(Map<String, String> variables, String... arguments) {
        List<String> command = Stream.concat(Stream.of(ROOT.resolve("dunlin").toString()), Stream.of(arguments))
                .toList();
        return ChildProcess.start(directory, "launcher", variables, command);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void servesWithACleanStandardError(Path home) throws InterruptedException {
        int port = ChildProcess.freePort();
        String data = "--storage.tsdb.path=" + directory.resolve("data");
        try (ChildProcess server =
                launch(Map.of("JAVA_HOME", home.toString()), "serve", "--web.listen-address=127.0.0.1:" + port, data)) {
            ApiClient api = new ApiClient(port);
            Await.until(Duration.ofSeconds(60), () -> server.output() + server.errors(), () -> api.isOk("/-/ready"));
            String page = api.get("/metrics").body();

            assertThat(page).contains("dunlin_build_info{");
            assertThat(server.stop()).isZero();
            assertThat(server.errors()).isEmpty();
            assertThat(server.output()).contains("Stopped").doesNotContain("building");
        }
    }

    @Test
    void passesOverAJavaThatIsTooOld() throws IOException, InterruptedException {
        Path old = Files.createDirectories(directory.resolve("jdk-11/bin")).getParent();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\nexit 3\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();

        try (ChildProcess version = launch(Map.of("JAVA_HOME", old.toString()), "--version")) {
            assertThat(version.exitCode()).as(version.errors()).isZero();
            assertThat(version.output()).startsWith("dunlin, version ");
            assertThat(version.errors()).isEmpty();
        }
    }

    /** The launcher of a machine whose only Java is this one. */
    private ChildProcess launchWithOnly(Path java) throws IOException, InterruptedException {
        String places = "/usr/lib/jvm/* /usr/java/* /opt/java/* /opt/*jdk*";
        String script = Files.readString(ROOT.resolve("dunlin"));
        assertThat(script).contains(places);
        Path launcher = Files.writeString(directory.resolve("dunlin"), script.replace(places, ""));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Path tools = Files.createDirectories(directory.resolve("bin"));
        for (String tool : List.of("sh", "dirname", "readlink", "sed", "head")) {
            Files.createSymbolicLink(
                    tools.resolve(tool), ChildProcess.find(tool).orElseThrow());
        }
        Map<String, String> variables =
                Map.of("PATH", tools.toString(), "HOME", directory.toString(), "JAVA_HOME", java.toString());
        return ChildProcess.start(directory, "launcher", variables, List.of(launcher.toString(), "serve"));
    }

    @Test
    void saysInOneLineThatAJavaIsTooOld() throws IOException, InterruptedException {
        Path old = Files.createDirectories(directory.resolve("jdk-11/bin")).getParent();
        Path java = Files.writeString(
                old.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();

        try (ChildProcess launcher = launchWithOnly(old)) {
            assertThat(launcher.exitCode()).isEqualTo(1);
            assertThat(launcher.output()).isEmpty();
            assertThat(launcher.errors())
                    .isEqualTo("dunlin: Java 17 or newer is needed; found: " + old
                            + " (Java 11). Install a JDK, or set JAVA_HOME to one.\n");
        }
    }
}
