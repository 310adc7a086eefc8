package io.dunlin.tsdb.head;

import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.StorageException;
import java.nio.file.Path;

/** A checkpoint is not as it was written: whoever recovers the head tries the one before, or does without. */
public final class DamagedCheckpointException extends StorageException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    DamagedCheckpointException(Path file, CorruptDataException cause) {
        super("the checkpoint is damaged: file=" + file + ": " + cause.getMessage(), cause);
        this.file = file;
    }

    /** Returns the checkpoint. */
    public Path file() {
        return file;
    }
}
