package io.dunlin.tsdb.block;

import io.dunlin.tsdb.storage.CorruptDataException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** How block directories are opened and marked: the door through which this package reaches the files of a block. */
public interface BlockFormat {
    /** Returns why something that has a block's name is none, for a person to read; nothing where it is a whole block. */
    Optional<String> whyNoBlock(Path path);

    /**
     * Opens a block. The caller closes it.
     *
     * @param whenDamaged told when reading meets damage that opening did not; may be called by any reading thread, more
     *     than once
     * @throws CorruptDataException when the block is damaged
     * @throws io.dunlin.tsdb.storage.StorageException when a file can't be read
     */
    Block open(Path directory, Consumer<CorruptDataException> whenDamaged);

    /**
     * Writes durably what a block says of itself, in place of what it said. Whoever opens it next sees that.
     *
     * @throws io.dunlin.tsdb.storage.StorageException when it can't be written; the block is then as before
     */
    void writeMeta(Path directory, BlockMeta meta);
}
