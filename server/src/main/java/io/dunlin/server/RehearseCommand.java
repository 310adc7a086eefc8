package io.dunlin.server;

import io.dunlin.server.log.LogLevel;
import io.dunlin.server.warmup.WarmUpSamples;
import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code dunlin rehearse}: starts a server on a database with made-up samples in its log, as after a crash, and ends it
 * again. The launcher has it run once, so that the JVM can keep the classes that a start loads
 * ({@code -XX:ArchiveClassesAtExit}).
 */
@Command(
        name = "rehearse",
        hidden = true,
        description =
                "Starts a server on made-up samples and ends it, so that the JVM can keep the classes of a start.",
        mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
    private static final List<String> PATHS = List.of("/-/ready", "/api/v1/query?query=warmup_gauge");

    @Override
    public Integer call() throws IOException, StartException {
        LogLevel.set(LogLevel.ERROR);
        Path directory = Files.createTempDirectory("dunlin-rehearsal");
        try {
            try (Tsdb tsdb = Tsdb.open(directory, TsdbOptions.DEFAULT)) {
                WarmUpSamples.write(tsdb);
            }
            try (DunlinServer server = serving(directory).start()) {
                for (String path : PATHS) {
                    ask(server.address(), path);
                }
            }
        } finally {
            delete(directory);
        }
        return 0;
    }

    /** The same way from the command line on that a server goes. */
    private static ServeCommand serving(Path directory) {
        Object command = Main.commandLine()
                .parseArgs(
                        "serve",
                        "--storage.tsdb.path=" + directory,
                        "--web.listen-address=127.0.0.1:0",
                        "--gpu.enabled=false",
                        "--log.level=error")
                .subcommand()
                .commandSpec()
                .userObject();
        return (ServeCommand) command;
    }

    private static void ask(InetSocketAddress address, String path) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("the rehearsed server did not answer: path=" + path + ", answer=" + answer);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
