package io.dunlin.promql.promqltest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the third-party scripts, which are no part of the project. */
final class ConformanceFiles {
    private ConformanceFiles() {}

    /** Returns the scripts in name order; none where the directory is not given. */
    static List<Path> scripts() {
        String root = System.getProperty("dunlin.conformance.dir", "");
        Path directory = Path.of(root, "promqltest");
        if (root.isEmpty() || !Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".test"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    static String read(Path script) {
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + script, e);
        }
    }
}
