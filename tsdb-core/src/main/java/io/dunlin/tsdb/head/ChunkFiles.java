package io.dunlin.tsdb.head;

import io.dunlin.tsdb.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The directory of the head-chunk files, one an epoch. Thread-safe. */
public final class ChunkFiles {
    /** For a head that keeps all in memory. */
    static final ChunkFiles NONE = new ChunkFiles(null, null);

    private final Disk disk;
    private final Path directory;

    /** Looks at a directory, which exists. */
    public ChunkFiles(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Returns the file of an epoch, which need not exist, or null where all is kept in memory. */
    ChunkFile file(int epoch, long epochLength) {
        return disk == null
                ? null
                : new ChunkFile(disk, directory.resolve(ChunkFileLayout.fileName(epoch, epochLength)));
    }

    /** Returns the files there are. */
    List<Path> list() throws IOException {
        return disk == null ? List.of() : disk.list(directory);
    }

    /** Deletes some files but those of epochs that are in the head. */
    void delete(List<Path> files, Set<Path> kept) throws IOException {
        for (Path file : files) {
            if (!kept.contains(file)) {
                disk.delete(file);
            }
        }
    }
}
