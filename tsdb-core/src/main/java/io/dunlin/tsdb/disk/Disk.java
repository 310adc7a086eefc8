package io.dunlin.tsdb.disk;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * All file operations of the project. Methods throw {@link IOException} where the system refuses; a missing file is a
 * {@link java.nio.file.NoSuchFileException}. Thread-safe.
 */
public interface Disk {
    /** Returns the machine's file systems. */
    static Disk system() {
        return SystemDisk.INSTANCE;
    }

    /** Makes an empty file and opens it for reading and writing; fails where the name is taken. */
    DiskFile create(Path path) throws IOException;

    /** Opens an existing file for reading and writing. */
    DiskFile open(Path path) throws IOException;

    /** Opens an existing file for reading. */
    DiskFile openRead(Path path) throws IOException;

    /** Maps a whole file for reading, as long as it is now; the mapping lives as long as the scope. */
    Region map(Path path, MemoryScope scope) throws IOException;

    /** Maps {@code length} bytes of a file from {@code position} on for reading; addresses begin at 0. */
    Region map(Path path, long position, long length, MemoryScope scope) throws IOException;

    /** Returns whether the name exists. */
    boolean exists(Path path);

    /** Returns whether the name is a directory. */
    boolean isDirectory(Path path);

    /** Returns whether the name is a symbolic link. */
    boolean isLink(Path path);

    /** Returns the length of a file in bytes. */
    long size(Path path) throws IOException;

    /** Returns what a directory holds, sorted by name. */
    List<Path> list(Path directory) throws IOException;

    /** Makes a directory and those above it where they are missing. */
    void createDirectories(Path directory) throws IOException;

    /** Gives a file or directory another name in one step, replacing a file of that name. */
    void rename(Path from, Path to) throws IOException;

    /** Gives a file a second name on the same file system: both are the one file until either is deleted. */
    void link(Path existing, Path link) throws IOException;

    /** Deletes a file or an empty directory. */
    void delete(Path path) throws IOException;

    /** Makes names in a directory durable: what was created, renamed or deleted there before. */
    void syncDirectory(Path directory) throws IOException;

    /** Returns the bytes that can still be written to the file system of a path. */
    long freeSpace(Path path) throws IOException;

    /**
     * Deletes a directory with all it holds. Of a symbolic link only the link goes: what it leads to is not ours. Where it
     * fails half-way, the rest stays.
     */
    default void deleteTree(Path path) throws IOException {
        if (isDirectory(path) && !isLink(path)) {
            for (Path child : list(path)) {
                deleteTree(child);
            }
        }
        delete(path);
    }
}
