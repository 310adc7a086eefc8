package io.dunlin.tsdb;

import io.dunlin.tsdb.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes files of the head that can't be read out of the way, to a directory of their own, under the names that they had. It
 * is named as the newest checkpoint among them. Checkpoints are moved last: after a crash in between the next start finds
 * them damaged again, and moves the rest. One thread, while the head is opened.
 */
final class DamagedHead {
    private final Disk disk;
    private final DataDirectory directory;

    DamagedHead(Disk disk, DataDirectory directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Moves damaged checkpoints, the newest first; returns the directory they are in then. */
    Path setAside(List<Path> checkpoints) throws IOException {
        Path target = begin(checkpoints);
        move(checkpoints, directory.checkpoints(), target);
        return target;
    }

    /**
     * As {@link #setAside}, for all checkpoints that there are: the sealed chunks go too, since nothing else says whose they
     * are, and the log, which tells of series that only a checkpoint knows, gets second names.
     */
    Path setAsideWhole(List<Path> checkpoints) throws IOException {
        Path target = begin(checkpoints);
        Path log = makeIn(target, directory.log());
        for (Path segment : disk.list(directory.log())) {
            if (!disk.isDirectory(segment)) {
                disk.link(segment, log.resolve(segment.getFileName()));
            }
        }
        disk.syncDirectory(log);
        move(disk.list(directory.headChunks()), directory.headChunks(), target);
        move(checkpoints, directory.checkpoints(), target);
        return target;
    }

    private Path begin(List<Path> checkpoints) throws IOException {
        disk.createDirectories(directory.damaged());
        disk.syncDirectory(directory.root());
        String name = checkpoints.get(0).getFileName().toString();
        Path target = directory.damaged().resolve(name);
        for (int i = 2; disk.exists(target); i++) {
            target = directory.damaged().resolve(name + "." + i);
        }
        disk.createDirectories(target);
        disk.syncDirectory(directory.damaged());
        return target;
    }

    private Path makeIn(Path target, Path original) throws IOException {
        Path made = target.resolve(original.getFileName());
        disk.createDirectories(made);
        disk.syncDirectory(target);
        return made;
    }

    private void move(List<Path> files, Path from, Path target) throws IOException {
        Path to = makeIn(target, from);
        for (Path file : files) {
            disk.rename(file, to.resolve(file.getFileName()));
        }
        disk.syncDirectory(to);
        disk.syncDirectory(from);
    }
}
