package io.dunlin.bench.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running server with a directory of its own, which is deleted when it is closed; what it printed stays. */
public final class Server implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final ServerSpec spec;
    private final Path directory;
    private final String address;
    private final Thread orphanKiller = new Thread(this::destroy, "kill-" + System.identityHashCode(this));
    private volatile Process process;

    private Server(ServerSpec spec, Path directory, String address) {
        this.spec = spec;
        this.directory = directory;
        this.address = address;
    }

    /** Starts a server on a free loopback port in a fresh directory under {@code work} and waits until it is ready. */
    public static Server start(ServerSpec spec, Path work) throws IOException, InterruptedException {
        return launched(spec, Files.createTempDirectory(work, spec.name() + "-"));
    }

    private static Server launched(ServerSpec spec, Path directory) throws IOException, InterruptedException {
        Server server = new Server(spec, directory, "127.0.0.1:" + freePort());
        Runtime.getRuntime().addShutdownHook(server.orphanKiller);
        server.launch();
        return server;
    }

    /** Starts a server on a copy of the blocks that another directory has. */
    public static Server startOn(Path blocks, ServerSpec spec, Path work) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(work, spec.name() + "-");
        try (Stream<Path> files = Files.walk(blocks)) {
            for (Path file : (Iterable<Path>) files.skip(1)::iterator) {
                Files.copy(file, directory.resolve(blocks.relativize(file).toString()));
            }
        }
        return launched(spec, directory);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void launch() throws IOException, InterruptedException {
        Path log = log();
        ProcessBuilder builder = new ProcessBuilder(spec.command(directory, address))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(spec.environment());
        process = builder.start();
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!client().isOk(spec.kind().readyPath())) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException("server did not become ready: server=" + spec.name() + " log=" + log);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private Path log() {
        return directory.resolveSibling(directory.getFileName() + ".log");
    }

    /** Returns what the server was made from. */
    public ServerSpec spec() {
        return spec;
    }

    /** Returns the server's data directory. */
    public Path directory() {
        return directory;
    }

    /** Returns a client for this server. */
    public Client client() {
        return new Client(URI.create("http://" + address), spec.kind());
    }

    /** Returns the CPU time used since the process started, in seconds. */
    public double cpuSeconds() throws IOException {
        return new ProcessStats(process.pid()).cpuSeconds();
    }

    /** Returns anonymous plus shared resident memory in MiB. */
    public double memoryMiB() throws IOException {
        return new ProcessStats(process.pid()).memoryMiB();
    }

    /** Waits until memory has not fallen for some time, a minute at most, and returns it in MiB. */
    public double settledMemoryMiB(Duration settling) throws IOException, InterruptedException {
        double lowest = memoryMiB();
        long quietSince = System.nanoTime();
        long deadline = quietSince + TimeUnit.MINUTES.toNanos(1);
        while (System.nanoTime() - quietSince < settling.toNanos() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(250);
            double now = memoryMiB();
            if (now < lowest - 1) {
                lowest = now;
                quietSince = System.nanoTime();
            }
        }
        return memoryMiB();
    }

    /** Returns the bytes of all files in the server's directory. */
    public long diskBytes() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            long bytes = 0;
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    /** Kills the process without warning, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts a killed server again on its directory; returns the seconds until it was ready. */
    public double restart() throws IOException, InterruptedException {
        long start = System.nanoTime();
        launch();
        return (System.nanoTime() - start) / 1e9;
    }

    private void destroy() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        Runtime.getRuntime().removeShutdownHook(orphanKiller);
        if (Files.size(log()) == 0) {
            Files.delete(log());
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
