package io.dunlin.tsdb;

import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.head.CohortAges;
import io.dunlin.tsdb.head.HeadLimits;
import io.dunlin.tsdb.log.LogOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a database is opened. Start from {@link #DEFAULT} and change what differs.
 *
 * @param minBlockDuration the length of an epoch, which becomes one level-1 block
 * @param outOfOrderWindow how far before the newest sample of all a sample may be that is not later than its series' newest;
 *     zero for none of them
 * @param compactor writes the blocks; without one the head is never cut and holds all it was given
 * @param log how the log is kept
 * @param ages how series grow old
 * @param limits what a series may be, and how many there may be
 * @param memoryLimit the most bytes outside the Java heap
 * @param exemplars the most exemplars kept
 * @param disk the file systems
 * @param clock the time of day
 */
public record TsdbOptions(
        Duration minBlockDuration,
        Duration outOfOrderWindow,
        Optional<Compactor> compactor,
        LogOptions log,
        CohortAges ages,
        HeadLimits limits,
        long memoryLimit,
        int exemplars,
        Disk disk,
        InstantSource clock) {
    private static final long DEFAULT_MEMORY_LIMIT = 4L << 30;

    /** Epochs of two hours, nothing out of order, no compactor, no limits but 4 GiB of memory, the machine's disk and clock. */
    public static final TsdbOptions DEFAULT = new TsdbOptions(
            Duration.ofHours(2),
            Duration.ZERO,
            Optional.empty(),
            LogOptions.DEFAULT,
            CohortAges.DEFAULT,
            HeadLimits.NONE,
            DEFAULT_MEMORY_LIMIT,
            100_000,
            Disk.system(),
            InstantSource.system());

    /** Checks the ranges. */
    public TsdbOptions {
        if (minBlockDuration.toMillis() <= 0 || outOfOrderWindow.isNegative() || memoryLimit <= 0 || exemplars < 0) {
            throw new IllegalArgumentException(
                    "options must be positive: minBlockDuration=" + minBlockDuration + ", outOfOrderWindow="
                            + outOfOrderWindow + ", memoryLimit=" + memoryLimit + ", exemplars=" + exemplars);
        }
    }

    /** Returns the same with another length of epochs. */
    public TsdbOptions withMinBlockDuration(Duration duration) {
        return new TsdbOptions(
                duration, outOfOrderWindow, compactor, log, ages, limits, memoryLimit, exemplars, disk, clock);
    }

    /** Returns the same with a window for out-of-order samples. */
    public TsdbOptions withOutOfOrderWindow(Duration window) {
        return new TsdbOptions(
                minBlockDuration, window, compactor, log, ages, limits, memoryLimit, exemplars, disk, clock);
    }

    /** Returns the same with a compactor. */
    public TsdbOptions withCompactor(Compactor newCompactor) {
        return new TsdbOptions(
                minBlockDuration,
                outOfOrderWindow,
                Optional.of(newCompactor),
                log,
                ages,
                limits,
                memoryLimit,
                exemplars,
                disk,
                clock);
    }

    /** Returns the same with another way to keep the log. */
    public TsdbOptions withLog(LogOptions newLog) {
        return new TsdbOptions(
                minBlockDuration,
                outOfOrderWindow,
                compactor,
                newLog,
                ages,
                limits,
                memoryLimit,
                exemplars,
                disk,
                clock);
    }

    /** Returns the same with other ages of series. */
    public TsdbOptions withAges(CohortAges newAges) {
        return new TsdbOptions(
                minBlockDuration,
                outOfOrderWindow,
                compactor,
                log,
                newAges,
                limits,
                memoryLimit,
                exemplars,
                disk,
                clock);
    }

    /** Returns the same with other limits. */
    public TsdbOptions withLimits(HeadLimits newLimits) {
        return new TsdbOptions(
                minBlockDuration,
                outOfOrderWindow,
                compactor,
                log,
                ages,
                newLimits,
                memoryLimit,
                exemplars,
                disk,
                clock);
    }

    /** Returns the same with another limit of memory outside the Java heap. */
    public TsdbOptions withMemoryLimit(long bytes) {
        return new TsdbOptions(
                minBlockDuration, outOfOrderWindow, compactor, log, ages, limits, bytes, exemplars, disk, clock);
    }

    /** Returns the same with room for another number of exemplars. */
    public TsdbOptions withExemplars(int most) {
        return new TsdbOptions(
                minBlockDuration, outOfOrderWindow, compactor, log, ages, limits, memoryLimit, most, disk, clock);
    }

    /** Returns the same with another disk. */
    public TsdbOptions withDisk(Disk newDisk) {
        return new TsdbOptions(
                minBlockDuration,
                outOfOrderWindow,
                compactor,
                log,
                ages,
                limits,
                memoryLimit,
                exemplars,
                newDisk,
                clock);
    }

    /** Returns the same with another clock. */
    public TsdbOptions withClock(InstantSource newClock) {
        return new TsdbOptions(
                minBlockDuration,
                outOfOrderWindow,
                compactor,
                log,
                ages,
                limits,
                memoryLimit,
                exemplars,
                disk,
                newClock);
    }
}
