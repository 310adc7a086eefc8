package io.dunlin.bench.phase;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the blocks of a data directory hold: the bytes of their index and chunk files, and the samples that their {@code
 * meta.json} tells.
 */
record BlockBytes(long bytes, long samples) {
    static BlockBytes of(Path directory) throws IOException {
        List<Path> blocks;
        try (Stream<Path> entries = Files.list(directory)) {
            blocks = entries.filter(entry -> Files.exists(entry.resolve("meta.json")))
                    .toList();
        }
        long bytes = 0;
        long samples = 0;
        for (Path block : blocks) {
            try {
                samples += new ObjectMapper()
                        .readTree(block.resolve("meta.json").toFile())
                        .at("/stats/numSamples")
                        .asLong();
                bytes += size(block);
            } catch (NoSuchFileException mergedAway) {
                return of(directory);
            }
        }
        return new BlockBytes(bytes, samples);
    }

    private static long size(Path block) throws IOException {
        long bytes = Files.size(block.resolve("index"));
        try (Stream<Path> chunks = Files.list(block.resolve("chunks"))) {
            for (Path chunk : (Iterable<Path>) chunks::iterator) {
                bytes += Files.size(chunk);
            }
        }
        return bytes;
    }
}
