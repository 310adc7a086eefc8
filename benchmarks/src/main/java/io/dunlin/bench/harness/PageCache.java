package io.dunlin.bench.harness;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Takes files out of the kernel's page cache, one by one and without being root: {@code dd} with {@code nocache} and no data
 * asks for that. Written pages go to the disk first. Files that a running process has mapped stay.
 */
public final class PageCache {
    private PageCache() {}

    /** Drops the pages of all files under a directory. */
    public static void drop(Path directory) throws IOException, InterruptedException {
        run("find", directory.toString(), "-type", "f", "-exec", "sync", "{}", "+");
        run(
                "find",
                directory.toString(),
                "-type",
                "f",
                "-exec",
                "dd",
                "if={}",
                "iflag=nocache",
                "count=0",
                "status=none",
                ";");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(
                    "page cache was not dropped: status=" + status + " command=" + String.join(" ", command));
        }
    }
}
