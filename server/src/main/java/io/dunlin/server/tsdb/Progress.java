package io.dunlin.server.tsdb;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Says on standard error how far a long command has come, once a second and only where a person looks at it: a bar where
 * it is known how far it is, else a count.
 */
final class Progress implements AutoCloseable {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);
    private static final int WIDTH = 40;
    private static final int PERCENT = 100;

    private final String what;
    private final PrintWriter out;
    private final boolean shown = isTerminal();
    private long next = System.nanoTime() + INTERVAL;
    private long total;
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

    /** Says how many there will be. */
    void outOf(long newTotal) {
        total = newTotal;
    }

    /** Returns what is shown; a total of 0 is unknown. */
    static String line(String what, long count, long total) {
        if (total <= 0) {
            return count + " " + what;
        }
        double share = Math.min(1, (double) count / total);
        int filled = (int) (share * WIDTH);
        return "[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + (int) (share * PERCENT) + " % of " + total
                + " " + what;
    }

    /** Notes how many there were so far. */
    void reached(long count) {
        if (shown && System.nanoTime() - next >= 0) {
            next = System.nanoTime() + INTERVAL;
            wrote = true;
            out.print("\r" + line(what, count, total));
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
