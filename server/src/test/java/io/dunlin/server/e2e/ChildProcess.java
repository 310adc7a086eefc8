package io.dunlin.server.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program started by a test, its output in files; closing it stops it and waits for its end. */
public final class ChildProcess implements AutoCloseable {
    /** Long enough for a machine that has much else to do; only what hangs meets it. */
    private static final long STOP_SECONDS = 120;

    private final Process process;
    private final Path output;
    private final Path errors;

    private ChildProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Starts a program in a directory of its own, with variables on top of this process's environment. */
    public static ChildProcess start(Path directory, String name, Map<String, String> variables, List<String> command) {
        try {
            Files.createDirectories(directory);
            Path output = directory.resolve(name + ".out");
            Path errors = directory.resolve(name + ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(variables);
            return new ChildProcess(builder.start(), output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the program: what the system property {@code dunlin.<name>} says, or the first on the path. */
    public static Optional<Path> find(String name) {
        String named = System.getProperty("dunlin." + name, "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns a loopback port that is free now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String output() {
        return read(output);
    }

    public String errors() {
        return read(errors);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the program's own end and returns its exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running; output:\n" + output() + errors());
        }
        return process.exitValue();
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop as {@code kill} does and returns its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** Stops every thread of it where it is, as {@code kill -STOP} does, while something is done beside it. */
    public void whileStopped(Action action) throws IOException, InterruptedException {
        signal("-STOP");
        try {
            Await.until(Duration.ofSeconds(STOP_SECONDS), this::errors, this::everyThreadIsStopped);
            action.run();
        } finally {
            signal("-CONT");
        }
    }

    /** What a test does beside a stopped program. */
    @FunctionalInterface
    public interface Action {
        void run() throws IOException, InterruptedException;
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new AssertionError("kill " + signal + " ended with " + exit);
        }
    }

    /** See proc(5): the state follows the name in brackets, {@code T} is stopped by a signal. */
    private boolean everyThreadIsStopped() {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            return threads.map(thread -> read(thread.resolve("stat")))
                    .allMatch(stat -> stat.startsWith(") T ", stat.lastIndexOf(')')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
