package io.dunlin.tsdb.head;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.log.RecordHandler;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The checkpoint files of a directory ({@link CheckpointLayout}). A new one gets its name when it is whole and durable. The
 * one before it stays, for where the newest is found damaged, and those before that are deleted. One thread at a time.
 */
public final class Checkpoints {
    private static final String UNFINISHED = "unfinished";

    private final Disk disk;
    private final Path directory;

    /** The checkpoints that were found damaged. */
    private final Set<Path> damaged = new HashSet<>();

    /** The length of the newest checkpoint, 0 where there is none. */
    private long newestLength;

    /** The checkpoint before the one that was written last, null where there is none. */
    private Path older;

    /** Looks at a directory, which exists. */
    public Checkpoints(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Writes the sections of a checkpoint. */
    @FunctionalInterface
    interface Content {
        /** Writes them all. */
        void writeTo(CheckpointWriter writer) throws IOException;
    }

    /**
     * Writes a checkpoint and deletes those that are older than the one before.
     *
     * @param sequence the record after which the head was as the content says, or somewhat later
     * @return the length of the file in bytes
     */
    long write(long sequence, Content content) throws IOException {
        Path unfinished = directory.resolve(UNFINISHED);
        if (disk.exists(unfinished)) {
            disk.delete(unfinished);
        }
        long length;
        try (CheckpointWriter writer = new CheckpointWriter(disk, unfinished)) {
            content.writeTo(writer);
            length = writer.finish();
        }
        Path path = directory.resolve(CheckpointLayout.fileName(sequence));
        disk.rename(unfinished, path);
        disk.syncDirectory(directory);
        newestLength = length;
        List<Path> others = new ArrayList<>(files());
        others.remove(path);
        older = others.isEmpty() ? null : others.remove(others.size() - 1);
        delete(others);
        return length;
    }

    /** Durably, so that none comes back when the log behind it is gone. */
    private void delete(List<Path> files) throws IOException {
        for (Path file : files) {
            disk.delete(file);
        }
        if (!files.isEmpty()) {
            disk.syncDirectory(directory);
        }
    }

    /**
     * Returns up to which record of the log the checkpoint before the last written holds everything: what is behind must
     * stay in the log, or it is of no use. 0 where there is none.
     */
    public long olderSequence() {
        return older == null ? 0 : sequence(older);
    }

    /** Deletes the checkpoint before the last written, whose log takes too much room. */
    public void deleteOlder() throws IOException {
        if (older != null) {
            delete(List.of(older));
            older = null;
        }
    }

    /** Returns the length of the newest checkpoint in bytes, 0 where there is none. */
    public long newestLength() {
        return newestLength;
    }

    private List<Path> files() throws IOException {
        return disk.list(directory).stream()
                .filter(path -> CheckpointLayout.isFileName(path.getFileName().toString()))
                .toList();
    }

    private static long sequence(Path file) {
        return Long.parseLong(file.getFileName().toString());
    }

    /** Says that a checkpoint was found damaged, so that it is not read again. */
    public void leaveOut(Path file) {
        damaged.add(file);
    }

    /** Returns whether there is a checkpoint that was not found damaged. */
    public boolean hasNext() throws IOException {
        return newest() != null;
    }

    private Path newest() throws IOException {
        Path newest = null;
        for (Path file : files()) {
            newest = damaged.contains(file) ? newest : file;
        }
        return newest;
    }

    /**
     * Gives the newest checkpoint that was not found damaged to a handler.
     *
     * @param handler gets the frames in their order, and closes the scope of their memory when it needs them no more
     * @return the number of the last record that need not be replayed, 0 where there is no checkpoint
     * @throws DamagedCheckpointException when the checkpoint is damaged
     */
    long read(OffHeap offHeap, CheckpointLoader handler) throws IOException {
        Path newest = newest();
        if (newest == null) {
            newestLength = 0;
            return 0;
        }
        long sequence = sequence(newest);
        MemoryScope scope = offHeap.openScope(newest.toString());
        handler.own(newest, scope);
        Region region = disk.map(newest, scope);
        newestLength = disk.size(newest);
        try {
            requireHeader(newest, region);
            readFrames(region, sequence, new SensibleRecords(handler));
        } catch (CorruptDataException e) {
            throw new DamagedCheckpointException(newest, e);
        }
        return sequence;
    }

    private static void requireHeader(Path path, Region region) {
        if (region.contiguousFrom(0) < CheckpointLayout.HEADER_LENGTH
                || region.getLong(0) != CheckpointLayout.MAGIC
                || region.crc32c(0, CheckpointLayout.HEADER_CRC) != region.getInt(CheckpointLayout.HEADER_CRC)) {
            throw new CorruptDataException(path.toString(), 0, "the header of a checkpoint", "other bytes");
        }
        int version = region.getInt(CheckpointLayout.VERSION);
        if (version != CheckpointLayout.CURRENT_VERSION) {
            throw new StorageException("the checkpoint has another format version: file=" + path + ", found=" + version
                    + ", expected=" + CheckpointLayout.CURRENT_VERSION);
        }
    }

    private static void readFrames(Region region, long sequence, RecordHandler handler) {
        long at = CheckpointLayout.HEADER_LENGTH;
        int frames = 0;
        while (true) {
            long left = region.contiguousFrom(at) - CheckpointLayout.FRAME_HEADER_LENGTH;
            if (left < 0) {
                throw new CorruptDataException(region.name(), at, "a frame", "end of file");
            }
            int length = region.getInt(at + CheckpointLayout.FRAME_LENGTH);
            int check = region.getInt(at + CheckpointLayout.FRAME_CRC);
            long payload = at + CheckpointLayout.FRAME_HEADER_LENGTH;
            if (length == 0 && check == frames) {
                return;
            }
            if (length <= 0 || length > left || region.crc32c(payload, length) != check) {
                throw new CorruptDataException(region.name(), at, "an intact frame", "length=" + length);
            }
            handler.record(sequence, region, payload, length);
            at = payload + length;
            frames++;
        }
    }
}
