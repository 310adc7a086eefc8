package io.dunlin.tsdb.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    /** Debian's Prometheus locks its directory only when it is asked to. */
    private static final String DEBIAN_LOCK_FLAG = "--storage.tsdb.use-lockfile";

    @TempDir
    Path directory;

    @Test
    void isExclusiveWithinTheProcessAndFreeAfterClose() throws IOException {
        DirectoryLock lock = DirectoryLock.acquire(directory);
        assertThatThrownBy(() -> DirectoryLock.acquire(directory))
                .isInstanceOf(DirectoryInUseException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("in use by this process");
        lock.close();
        lock.close();
        DirectoryLock.acquire(directory).close();
    }

    @Test
    void anotherDunlinIsRefusedByName() throws Exception {
        Process holder = javaHolder();
        try {
            Map<String, String> before = contents();
            assertThatThrownBy(() -> DirectoryLock.acquire(directory))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining("dunlin pid=" + holder.pid());
            assertThat(contents()).isEqualTo(before);
        } finally {
            holder.destroyForcibly().waitFor();
        }
        DirectoryLock.acquire(directory).close();
    }

    @Test
    void aLockFileThatIsReplacedIsNoticed() throws IOException {
        DirectoryLock old = DirectoryLock.acquire(directory);
        Files.delete(directory.resolve("lock"));
        old.close();
        try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
            assertThat(lock).isNotNull();
            assertThat(directory.resolve("lock")).exists();
        }
    }

    @Test
    void prometheusAndDunlinRefuseEachOther() throws Exception {
        Path prometheus = Path.of("/usr/bin/prometheus");
        assumeTrue(Files.isExecutable(prometheus), "no prometheus at " + prometheus);
        Process holder = startPrometheus(prometheus);
        try {
            awaitLine(holder, "Server is ready to receive web requests");
            Map<String, String> before = names();
            assertThatThrownBy(() -> DirectoryLock.acquire(directory))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining("Prometheus");
            assertThat(names()).isEqualTo(before);
        } finally {
            holder.destroy();
            holder.waitFor();
        }
        try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
            Map<String, String> before = contents();
            Process refused = startPrometheus(prometheus);
            String output = new String(refused.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(refused.waitFor()).isNotZero();
            assertThat(output).contains("lock DB directory");
            assertThat(contents()).isEqualTo(before);
            assertThat(lock).isNotNull();
        }
    }

    private Process startPrometheus(Path prometheus) throws IOException {
        Path config = Files.writeString(directory.resolveSibling(directory.getFileName() + ".yml"), "");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(
                prometheus.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory,
                "--web.listen-address=127.0.0.1:" + port));
        if (help(prometheus).contains(DEBIAN_LOCK_FLAG)) {
            command.add(DEBIAN_LOCK_FLAG);
        }
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String help(Path prometheus) throws IOException {
        Process help = new ProcessBuilder(prometheus.toString(), "--help")
                .redirectErrorStream(true)
                .start();
        return new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process javaHolder() throws IOException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        awaitLine(holder, "holder has the lock");
        return holder;
    }

    private static void awaitLine(Process process, String wanted) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(wanted)) {
                return;
            }
        }
        throw new AssertionError("no line with '" + wanted + "' in:\n" + seen);
    }

    private Map<String, String> names() throws IOException {
        Map<String, String> names = contents();
        names.replaceAll((name, content) -> "");
        return names;
    }

    /** Prometheus makes its list of active queries before it looks at the lock: that file, none of ours, is left out. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                byte[] bytes = Files.readAllBytes(file);
                String name = directory.relativize(file).toString();
                contents.put(name, bytes.length + " bytes, hash " + Arrays.hashCode(bytes));
            }
        }
        contents.remove("queries.active");
        return contents;
    }

    /** Run in a JVM of its own: holds the lock until it is killed. */
    static final class Holder {
        public static void main(String[] args) throws Exception {
            try (DirectoryLock lock = DirectoryLock.acquire(Path.of(args[0]))) {
                System.out.println("holder has the lock: " + lock);
                TimeUnit.MINUTES.sleep(1);
            }
        }
    }
}
