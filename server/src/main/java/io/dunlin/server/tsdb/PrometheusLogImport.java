package io.dunlin.server.tsdb;

import io.dunlin.compaction.Backfill;
import io.dunlin.server.tsdb.wal.LogVisitor;
import io.dunlin.server.tsdb.wal.PrometheusLog;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes blocks of two hours from the log of a Prometheus directory: what Prometheus would have in its head. The log is read
 * once to learn series, deletions and windows, and then once for each window, so that memory holds one window only; what
 * came out of order is sorted in memory and makes blocks of its own. One use, one thread.
 *
 * <p>A series may have several numbers: it left Prometheus's head and came back. All samples of all numbers are taken. That
 * can be more than Prometheus shows: up to 3.3 a new series could lose its first sample to a clean-up of the head at the same
 * moment, and a replay forgets what it has of a series when it meets its next number. The samples are in the log all the same.
 */
final class PrometheusLogImport {
    private static final Logger LOG = LoggerFactory.getLogger(PrometheusLogImport.class);
    private static final long WINDOW = 2 * 60 * 60 * 1000L;

    /** Farther from 1970 than half a million years no time is meant: another unit was. */
    private static final long FARTHEST = 1000L << 44;

    private final PrometheusLog log;
    private final PrometheusLog outOfOrder;
    private final BlockInbox inbox;
    private final Progress progress;
    private final Map<Long, Labels> series = new HashMap<>();
    private final LogDeletions deletions = new LogDeletions();
    private long total;
    private long samples;
    private long refused;
    private long orphans;
    private long others;
    private String firstRefusal = "";

    PrometheusLogImport(Path source, BlockInbox inbox, Progress progress) throws IOException {
        this.log = PrometheusLog.of(source.resolve("wal"));
        this.outOfOrder = PrometheusLog.of(source.resolve("wbl"));
        this.inbox = inbox;
        this.progress = progress;
    }

    /** A float or a histogram with its series and its place among the samples of the log. */
    private record Sample(
            long place,
            long reference,
            long startTime,
            long time,
            double value,
            FloatHistogram histogram,
            boolean integer) {}

    /** Takes samples of either kind. */
    @FunctionalInterface
    private interface Samples {
        void take(Sample sample);
    }

    /**
     * Imports everything.
     *
     * @param from the end of the newest block of the directory: what is older in the log is in blocks, but for what came
     *     out of order
     * @return the number of blocks
     */
    int run(long from) throws IOException {
        TreeSet<Long> windows = new TreeSet<>();
        read(log, new Contents(windows, from));
        TreeSet<Long> late = new TreeSet<>();
        read(outOfOrder, samplesTo(sample -> {
            if (isMeant(sample.time)) {
                late.add(windowOf(sample.time));
                total++;
            }
        }));
        progress.outOf(total);
        int blocks = 0;
        for (long start : windows) {
            blocks += publish(inOrder(start, from));
        }
        for (long start : late) {
            blocks += publish(sorted(start));
        }
        return blocks;
    }

    private static long windowOf(long time) {
        return Math.floorDiv(time, WINDOW) * WINDOW;
    }

    private boolean isMeant(long time) {
        boolean meant = -FARTHEST < time && time < FARTHEST;
        if (!meant) {
            refuse("no time: " + time);
        }
        return meant;
    }

    private void refuse(String why) {
        firstRefusal = refused++ == 0 ? why : firstRefusal;
    }

    private int publish(Optional<BlockMeta> made) throws IOException {
        if (made.isPresent()) {
            inbox.publish(made.get());
        }
        return made.isPresent() ? 1 : 0;
    }

    /** The first reading: who is in the log, and when. */
    private final class Contents implements LogVisitor {
        private final Set<Long> windows;
        private final long from;
        private long place;

        Contents(Set<Long> windows, long from) {
            this.windows = windows;
            this.from = from;
        }

        @Override
        public void series(long reference, Labels labels) {
            series.put(reference, labels);
        }

        @Override
        public void sample(long reference, long startTime, long time, double value) {
            note(time);
        }

        private void note(long time) {
            place++;
            if (time >= from && isMeant(time)) {
                windows.add(windowOf(time));
                total++;
            }
        }

        @Override
        public void histogram(long reference, long startTime, long time, FloatHistogram histogram, boolean integer) {
            note(time);
        }

        @Override
        public void deleted(long reference, long first, long last) {
            Labels labels = series.get(reference);
            if (labels != null) {
                deletions.add(labels, first, last, place);
            }
        }

        @Override
        public void other() {
            others++;
        }
    }

    private static LogVisitor samplesTo(Samples samples) {
        return new LogVisitor() {
            private long place;

            @Override
            public void sample(long reference, long startTime, long time, double value) {
                samples.take(new Sample(place++, reference, startTime, time, value, null, false));
            }

            @Override
            public void histogram(
                    long reference, long startTime, long time, FloatHistogram histogram, boolean integer) {
                samples.take(new Sample(place++, reference, startTime, time, 0, histogram, integer));
            }
        };
    }

    private Optional<BlockMeta> inOrder(long start, long from) throws IOException {
        try (Backfill backfill = new Backfill(inbox.workplace(), start, WINDOW);
                ImportBatches batches = new ImportBatches(backfill)) {
            read(log, samplesTo(sample -> {
                if (sample.time >= from && windowOf(sample.time) == start) {
                    append(batches, sample, sample.place);
                }
            }));
            batches.commit();
            return backfill.write(inbox.staging());
        }
    }

    private Optional<BlockMeta> sorted(long start) throws IOException {
        List<Sample> window = new ArrayList<>();
        read(outOfOrder, samplesTo(sample -> {
            if (windowOf(sample.time) == start) {
                window.add(sample);
            }
        }));
        window.sort(Comparator.comparingLong(Sample::time));
        try (Backfill backfill = new Backfill(inbox.workplace(), start, WINDOW);
                ImportBatches batches = new ImportBatches(backfill)) {
            window.forEach(sample -> append(batches, sample, LogDeletions.IN_ANOTHER_LOG));
            batches.commit();
            return backfill.write(inbox.staging());
        }
    }

    private void read(PrometheusLog from, LogVisitor visitor) throws IOException {
        from.read(visitor, damage -> LOG.warn("The rest of a segment is left out: {}", damage.getMessage()));
    }

    private void append(ImportBatches batches, Sample sample, long place) {
        Labels labels = series.get(sample.reference);
        if (labels == null) {
            orphans++;
        } else if (!deletions.cover(labels, sample.time, place)) {
            batches.add(appender -> append(appender, labels, sample));
        }
    }

    /** A sample that Prometheus's own replay leaves out, because it is not its series' newest, is refused here as well. */
    private void append(Appender appender, Labels labels, Sample sample) {
        try {
            long reference = appender.series(labels);
            if (sample.histogram == null) {
                appender.append(reference, sample.startTime, sample.time, sample.value);
            } else {
                appender.append(reference, sample.startTime, sample.time, sample.histogram, sample.integer);
            }
            progress.reached(++samples);
        } catch (WriteRejectedException e) {
            refuse(e.getMessage());
        }
    }

    /** Returns the bytes of the log. */
    long bytes() throws IOException {
        return log.bytes() + outOfOrder.bytes();
    }

    /** Returns the number of samples that were put into blocks. */
    long samples() {
        return samples;
    }

    /** Says what was left out and why, one line each. */
    List<String> leftOut() {
        List<String> lines = new ArrayList<>();
        if (refused > 0) {
            lines.add("Left out: " + refused + " samples; the first because of: " + firstRefusal);
        }
        if (orphans > 0) {
            lines.add("Left out: " + orphans + " samples whose series was in a damaged part of the log");
        }
        if (others > 0) {
            lines.add("Left out: exemplars and descriptions of metrics, which blocks can't hold");
        }
        return lines;
    }
}
