package io.dunlin.server.tsdb;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Says on standard error how far a long command has come, once a second and only where a person looks at it. */
final class Progress implements AutoCloseable {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final String what;
    private final PrintWriter out;
    private final boolean shown = isTerminal();
    private long next = System.nanoTime() + INTERVAL;
    private boolean wrote;

    Progress(String what, PrintWriter out) {
        this.what = what;
        this.out = out;
    }

    /** From Java 22 on {@link System#console()} is there for a file too. */
    private static boolean isTerminal() {
        try {
            Path standardError = Path.of("/proc/self/fd/2").toRealPath();
            return standardError.startsWith("/dev/pts") || standardError.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    /** Notes how many there were so far. */
    void reached(long count) {
        if (shown && System.nanoTime() - next >= 0) {
            next = System.nanoTime() + INTERVAL;
            wrote = true;
            out.print("\r" + count + " " + what);
            out.flush();
        }
    }

    @Override
    public void close() {
        if (wrote) {
            out.println();
            out.flush();
        }
    }
}
