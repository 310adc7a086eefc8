package io.dunlin.server.kill;

import io.dunlin.server.e2e.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The blocks of a directory whose server was killed, as another program finds them. */
final class BlockFiles {
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

    /** Lets promtool list the blocks, in a copy made of links because it opens a directory for writing. */
    Optional<String> problem() throws InterruptedException {
        if (promtool.isEmpty()) {
            return Optional.empty();
        }
        Path copy = work.resolve("copy");
        List<Path> blocks = blocks();
        blocks.forEach(block -> link(block, copy.resolve(block.getFileName())));
        try (ChildProcess list = ChildProcess.start(
                work, "promtool", Map.of(), List.of(promtool.get().toString(), "tsdb", "list", copy.toString()))) {
            if (blocks.isEmpty()) {
                return Optional.empty();
            }
            int code = list.exitCode();
            String text = list.output();
            boolean all = blocks.stream()
                    .allMatch(block -> text.contains(block.getFileName().toString()));
            return code == 0 && all
                    ? Optional.empty()
                    : Optional.of("promtool: exit=" + code + " blocks=" + blocks + "\n" + text + list.errors());
        } finally {
            delete(copy);
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
