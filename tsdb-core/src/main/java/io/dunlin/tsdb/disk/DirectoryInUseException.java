package io.dunlin.tsdb.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Another process, a Prometheus or a Dunlin, has the data directory open. Nothing in it was changed. */
public final class DirectoryInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    DirectoryInUseException(Path directory, String holder) {
        super("the data directory " + directory + " is in use by " + holder + "; stop it or choose another directory");
    }
}
