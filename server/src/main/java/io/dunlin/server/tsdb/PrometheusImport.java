package io.dunlin.server.tsdb;

import io.dunlin.tsdb.block.BlockMeta;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Copies the blocks of a Prometheus data directory or snapshot. Blocks that are there already are passed over. */
final class PrometheusImport {
    /** What says that a block was not cut from the whole head, so that the log may have more of its time. */
    private static final Set<String> PARTIAL =
            Set.of(BlockMeta.Compaction.FROM_OUT_OF_ORDER, "from-stale-series", "from-selected-series");

    private final Path source;
    private final BlockFiles blocks;
    private final BlockInbox inbox;
    private final Progress progress;
    private long bytes;

    PrometheusImport(Path source, BlockInbox inbox, Progress progress) {
        this.source = source;
        this.blocks = new BlockFiles(source);
        this.inbox = inbox;
        this.progress = progress;
    }

    /**
     * Copies everything.
     *
     * @return the number of blocks copied
     */
    int run() throws IOException {
        List<BlockMeta> metas = new ArrayList<>();
        blocks.forEach(block -> metas.add(block.meta()));
        int copied = 0;
        progress.outOf(total(metas));
        for (BlockMeta meta : metas) {
            if (!inbox.has(meta.ulid())) {
                String name = meta.ulid().toString();
                copy(source.resolve(name), inbox.staging().resolve(name));
                inbox.publish(meta);
                copied++;
            }
        }
        return copied;
    }

    private long total(List<BlockMeta> metas) throws IOException {
        long total = 0;
        for (BlockMeta meta : metas) {
            if (!inbox.has(meta.ulid())) {
                total += size(source.resolve(meta.ulid().toString()));
            }
        }
        return total;
    }

    private static long size(Path directory) throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }

    /**
     * Returns where the newest block ends that was cut from the whole head; the smallest long for none. Prometheus takes
     * nothing older from its log.
     */
    long endOfBlocks() throws IOException {
        long[] end = {Long.MIN_VALUE};
        blocks.forEach(block -> {
            BlockMeta meta = block.meta();
            if (Collections.disjoint(meta.compaction().hints(), PARTIAL)) {
                end[0] = Math.max(end[0], meta.maxTime());
            }
        });
        return end[0];
    }

    /** Returns 0 where all blocks could be copied. */
    int exitCode() {
        return blocks.exitCode();
    }

    private void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            all = tree.toList();
        }
        for (Path path : all) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                Files.copy(path, target);
                try (FileChannel file = FileChannel.open(target, StandardOpenOption.WRITE)) {
                    file.force(true);
                }
                bytes += Files.size(target);
                progress.reached(bytes);
            }
        }
    }
}
