package io.dunlin.server.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The real jar in a process of its own, started with the options of the launcher's table. */
public final class DunlinProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final ChildProcess process;
    private final ApiClient api;

    private DunlinProcess(ChildProcess process, int port) {
        this.process = process;
        this.api = new ApiClient(port);
    }

    /** Returns the command that runs the jar with these arguments. */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-jar");
        command.add(jar().toString());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static Path jar() {
        Path jar =
                Path.of(System.getProperty("dunlin.jar", "target/dunlin.jar")).toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new AssertionError("the jar is not built: " + jar);
        }
        return jar;
    }

    /** Starts a server on a directory and waits until it is ready. */
    public static DunlinProcess serve(Path directory, int port, String... flags) {
        DunlinProcess server = launch(directory, port, flags);
        Await.until(START_LIMIT, () -> "the server:\n" + server.log(), () -> {
            if (!server.process.isAlive()) {
                throw new AssertionError("the server ended:\n" + server.log());
            }
            return server.api.isOk("/-/ready");
        });
        return server;
    }

    public static DunlinProcess launch(Path directory, int port, String... flags) {
        return launch(directory, port, Map.of(), flags);
    }

    /** Starts a server with variables on top of this process's environment; does not wait for it. */
    public static DunlinProcess launch(Path directory, int port, Map<String, String> variables, String... flags) {
        Map<String, String> environment = new TreeMap<>(variables);
        environment.put("MALLOC_ARENA_MAX", "2");
        List<String> arguments = new ArrayList<>(List.of(
                "serve", "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=" + directory.resolve("data")));
        arguments.addAll(Arrays.asList(flags));
        ChildProcess process =
                ChildProcess.start(directory, "dunlin", environment, command(arguments.toArray(new String[0])));
        return new DunlinProcess(process, port);
    }

    /** Asks it to stop and returns its exit code. */
    public int stop() throws InterruptedException {
        return process.stop();
    }

    public ApiClient api() {
        return api;
    }

    public ChildProcess process() {
        return process;
    }

    public String log() {
        return process.output() + process.errors();
    }

    @Override
    public void close() {
        process.close();
    }
}
