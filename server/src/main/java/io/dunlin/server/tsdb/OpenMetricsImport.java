package io.dunlin.server.tsdb;

import io.dunlin.compaction.Backfill;
import io.dunlin.remotewrite.OpenMetricsText;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Makes blocks of two hours from an OpenMetrics file. The file is read once to learn which windows it has, and then once
 * for each window, so that memory holds one window only. The series may come in any order.
 */
final class OpenMetricsImport {
    private static final long WINDOW = 2 * 60 * 60 * 1000L;

    private final Path file;
    private final BlockInbox inbox;
    private final Progress progress;
    private long total;
    private long samples;

    OpenMetricsImport(Path file, BlockInbox inbox, Progress progress) {
        this.file = file;
        this.inbox = inbox;
        this.progress = progress;
    }

    /**
     * Imports everything; the file is checked to its end before the first block is made.
     *
     * @return the number of blocks
     */
    int run() throws IOException {
        TreeSet<Long> windows = new TreeSet<>();
        read((labels, time, value) -> {
            windows.add(Math.floorDiv(time, WINDOW) * WINDOW);
            total++;
        });
        progress.outOf(total);
        int blocks = 0;
        for (long start : windows) {
            Optional<BlockMeta> made = window(start);
            if (made.isPresent()) {
                inbox.publish(made.get());
                blocks++;
            }
        }
        return blocks;
    }

    /** Returns the number of samples that were put into blocks. */
    long samples() {
        return samples;
    }

    private Optional<BlockMeta> window(long start) throws IOException {
        try (Backfill backfill = new Backfill(inbox.workplace(), start, WINDOW);
                ImportBatches batches = new ImportBatches(backfill)) {
            read((labels, time, value) -> {
                if (time >= start && time < start + WINDOW) {
                    batches.add(appender -> append(appender, labels, time, value));
                    progress.reached(++samples);
                }
            });
            batches.commit();
            return backfill.write(inbox.staging());
        } catch (WriteRejectedException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The message of a refusal does not say of which series, and nobody finds one of millions of lines by its time. */
    private static void append(Appender appender, Labels labels, long time, double value) {
        try {
            appender.append(appender.series(labels), time, value);
        } catch (WriteRejectedException e) {
            throw new WriteRejectedException(e.reason(), labels + ": " + e.getMessage());
        }
    }

    private void read(OpenMetricsText.SampleVisitor visitor) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            OpenMetricsText.read(in, visitor);
        } catch (OpenMetricsText.FormatException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
