package io.dunlin.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel says of a process: the figures that no server can flatter. */
public final class ProcessStats {
    /** USER_HZ, which is 100 on every Linux platform that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** The finest that CPU time is told in. */
    public static final double SECONDS_PER_TICK = 1 / TICKS_PER_SECOND;

    private static final int UTIME_AFTER_NAME = 11;

    private final Path proc;

    ProcessStats(long pid) {
        proc = Path.of("/proc", Long.toString(pid));
    }

    /** Returns user plus system time since the process started, in seconds. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(proc.resolve("stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(afterName[UTIME_AFTER_NAME]) + Long.parseLong(afterName[UTIME_AFTER_NAME + 1]);
        return ticks / TICKS_PER_SECOND;
    }

    /** Returns anonymous plus shared resident memory in MiB; pages of files, which the kernel can drop, do not count. */
    double memoryMiB() throws IOException {
        try (Stream<String> lines = Files.lines(proc.resolve("status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:") || line.startsWith("RssShmem:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024.0;
        }
    }
}
