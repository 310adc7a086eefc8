package io.dunlin.server.tsdb;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.block.v1.PrometheusBlockFormat;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The blocks of a directory, read only. */
final class BlockFiles {
    private static final Logger LOG = LoggerFactory.getLogger(BlockFiles.class);

    /** Blocks are mapped, not read, so this is address space and not memory. */
    private static final long MAPPED_LIMIT = 1L << 46;

    private final Disk disk = Disk.system();
    private final OffHeap offHeap = OffHeap.withLimit(MAPPED_LIMIT);
    private final PrometheusBlockFormat format = new PrometheusBlockFormat(disk, offHeap);
    private final Path directory;
    private final Set<Path> damaged = new HashSet<>();

    BlockFiles(Path directory) {
        this.directory = directory;
    }

    Disk disk() {
        return disk;
    }

    OffHeap offHeap() {
        return offHeap;
    }

    /** Returns the directories of blocks, the oldest name first. */
    List<Path> paths() throws IOException {
        return named().stream().filter(path -> whyNoBlock(path).isEmpty()).toList();
    }

    /** Returns why something with a block's name is none, or nothing where it is one. */
    Optional<String> whyNoBlock(Path path) {
        return format.whyNoBlock(path);
    }

    /** Returns whatever has a block's name, the oldest name first. */
    List<Path> named() throws IOException {
        if (!disk.isDirectory(directory)) {
            throw new IOException("no such directory: " + directory);
        }
        return disk.list(directory).stream()
                .filter(path -> Ulid.isUlid(path.getFileName().toString()))
                .sorted()
                .toList();
    }

    /**
     * Returns a block by its name, or for the empty string the newest, as promtool chooses it.
     *
     * @throws IOException when there is none
     */
    Path find(String ulid) throws IOException {
        if (ulid.isEmpty()) {
            Path[] newest = new Path[1];
            forEach(block -> newest[0] = block.directory());
            if (newest[0] == null) {
                throw new IOException("no blocks in " + directory);
            }
            return newest[0];
        }
        return paths().stream()
                .filter(path -> path.getFileName().toString().equals(ulid))
                .findFirst()
                .orElseThrow(() -> new IOException("no such block: " + ulid + " in " + directory));
    }

    /** Calls for each block in time order; each is open during its call. Damaged ones are logged and left out. */
    void forEach(Consumer<Block> visitor) throws IOException {
        List<Path> inTimeOrder = new ArrayList<>();
        List<BlockMeta> metas = new ArrayList<>();
        for (Path path : paths()) {
            with(path, block -> {
                metas.add(block.meta());
                inTimeOrder.add(path);
            });
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < metas.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingLong((Integer i) -> metas.get(i).minTime())
                .thenComparing(i -> metas.get(i).ulid()));
        for (int i : order) {
            with(inTimeOrder.get(i), visitor);
        }
    }

    /** Returns what a command that left out damaged blocks ends with: 0 where it left out none. */
    int exitCode() {
        return damaged.isEmpty() ? 0 : 1;
    }

    private void with(Path path, Consumer<Block> visitor) {
        try (Block block = format.open(path, damage -> LOG.warn("{}", damage.getMessage()))) {
            visitor.accept(block);
        } catch (CorruptDataException e) {
            damaged.add(path);
            LOG.error("A damaged block is left out: block={} damage={}", path, e.getMessage());
        } catch (StorageException e) {
            throw new StorageException("can't read a block: block=" + path + " cause=" + e.getMessage(), e);
        }
    }
}
