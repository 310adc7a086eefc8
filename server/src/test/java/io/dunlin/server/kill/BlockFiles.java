package io.dunlin.server.kill;

import io.dunlin.server.e2e.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The blocks of a directory whose server was killed, as another program finds them. */
final class BlockFiles {
    /** The ones with slot 0, which may have been deleted, and two steady ones, which never are. */
    private static final String SOME_SERIES = "{__name__=~\"once|steady\",series=~\"|0\",slot=~\"|0\"}";

    private final Path data;
    private final Path work;
    private final Optional<Path> promtool = ChildProcess.find("promtool");

    BlockFiles(Path data, Path work) {
        this.data = data;
        this.work = work;
    }

    boolean hasPromtool() {
        return promtool.isPresent();
    }

    /**
     * Lets promtool list the blocks and dump some of their series, in a copy made of links because it opens a directory for
     * writing.
     */
    Optional<String> problem() throws InterruptedException {
        List<Path> blocks = blocks();
        if (promtool.isEmpty() || blocks.isEmpty()) {
            return Optional.empty();
        }
        Path copy = work.resolve("copy");
        blocks.forEach(block -> link(block, copy.resolve(block.getFileName())));
        // A dump looks for Prometheus's log, which no copy of blocks has.
        makeDirectory(copy.resolve("wal"));
        try {
            Optional<String> listing = problem("list", blocks, copy.toString());
            return listing.isPresent()
                    ? listing
                    : problem("dump", List.of(), "--match=" + SOME_SERIES, copy.toString());
        } finally {
            delete(copy);
        }
    }

    /** Returns what is wrong with the answer of a command, in which the names of blocks must be. */
    private Optional<String> problem(String command, List<Path> blocks, String... arguments)
            throws InterruptedException {
        List<String> line = new ArrayList<>(List.of(promtool.get().toString(), "tsdb", command));
        line.addAll(List.of(arguments));
        try (ChildProcess process = ChildProcess.start(work, "promtool", Map.of(), line)) {
            int code = process.exitCode();
            String text = process.output();
            boolean all = blocks.stream()
                    .allMatch(block -> text.contains(block.getFileName().toString()));
            return code == 0 && all && !text.isBlank()
                    ? Optional.empty()
                    : Optional.of("promtool: " + line + " exit=" + code + " blocks=" + blocks + "\n" + text
                            + process.errors());
        }
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> blocks() {
        try (Stream<Path> entries = Files.list(data)) {
            return entries.filter(entry -> Files.exists(entry.resolve("meta.json")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createLink(target, file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the snapshots that were asked for, whole or not. */
    void deleteSnapshots() {
        delete(data.resolve("snapshots"));
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
