package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.IdentityTable;
import io.dunlin.tsdb.index.LabelHash;
import io.dunlin.tsdb.log.RecordHandler;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Builds an empty head from a checkpoint: frames of labels on a thread of its own, which may go on while the samples of the
 * log are replayed, all else on the caller's. What the log has too is given to {@link HeadReplay}. Finished when labels are
 * needed, closed when the checkpoint could not be read.
 */
final class CheckpointLoader implements RecordHandler, AutoCloseable {
    private final HeadReplay replay;
    private final Generations generations;
    private final Epochs epochs;
    private final ChunkRestorer restorer;
    private final LabelLoader labelLoader;
    private final RecordHandler labels;
    private final ExecutorService labelThread = Executors.newSingleThreadExecutor(CheckpointLoader::daemon);
    private final List<CompletableFuture<Void>> labelFrames = new ArrayList<>();
    private final List<ChunkDamage> damages = new ArrayList<>();

    /** Owns the checkpoint's memory; null before and afterwards. */
    private MemoryScope checkpoint;

    private Path file;

    /** The epochs as the checkpoint counts them: {@link #epochs}, unless they had another length. */
    private Epochs recorded;

    CheckpointLoader(HeadParts parts, HeadReplay replay) {
        this.replay = replay;
        this.generations = parts.generations();
        this.epochs = parts.epochs();
        this.recorded = epochs;
        this.restorer = new ChunkRestorer(epochs);
        this.labelLoader = new LabelLoader(generations);
        this.labels = new SensibleRecords((sequence, region, at, length) -> labelLoader.read(region, at, length));
    }

    /** Takes over the memory of the frames to come, which are of a file. */
    void own(Path path, MemoryScope scope) {
        file = path;
        checkpoint = scope;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "dunlin-labels");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void record(long sequence, Region region, long address, int length) {
        if (SectionLayout.isOfLabels(region.getByte(address))) {
            labelFrames.add(
                    CompletableFuture.runAsync(() -> labels.record(sequence, region, address, length), labelThread));
            return;
        }
        RecordReader record = new RecordReader(region, address, length);
        while (record.hasMore()) {
            int kind = record.getByte();
            switch (kind) {
                case SectionLayout.SEEDS -> generations.use(new LabelHash(record.getLong(), record.getLong()));
                case SectionLayout.SLOTS -> addSlots(record);
                case SectionLayout.IDENTITIES -> addIdentities(record);
                case SectionLayout.SEALED_CHUNKS -> addSealed(record);
                case SectionLayout.OPEN_CHUNKS -> addOpen(record, region);
                case SectionLayout.TIMES -> noteTimes(record);
                case SectionLayout.EPOCHS -> addEpochs(record);
                case SectionLayout.EPOCH_LENGTH -> useEpochLength(record.getNumber());
                default -> replay.section(record, kind, region, address);
            }
        }
    }

    private HeadTable table(RecordReader record) {
        return record.known("a table", generations.byGeneration((int) record.getNumber()));
    }

    private static int slot(RecordReader record, HeadTable table) {
        return record.getBelow(table.count());
    }

    private void addSlots(RecordReader record) {
        HeadTable table = table(record);
        int count = (int) record.getNumber();
        table.restoreSlots(count, record.getBitmap());
    }

    private void addIdentities(RecordReader record) {
        HeadTable table = table(record);
        IdentityTable identities = table.index().identities();
        int count = record.getCount();
        for (int i = 0; i < count; i++) {
            long low = record.getLong();
            long high = record.getLong();
            identities.add(low, high, slot(record, table));
        }
    }

    private void addSealed(RecordReader record) {
        HeadTable table = table(record);
        int slot = slot(record, table);
        int count = (int) record.getNumber();
        ChunkRestorer.restoreSealed(table, slot, count, record.getLong());
    }

    private void addOpen(RecordReader record, Region region) {
        HeadTable table = table(record);
        int first = slot(record, table);
        int count = record.getBelow(table.count() - first + 1);
        if (record.getByte() != 0) {
            for (int i = 0; i < count; i++) {
                long newest = record.getLong();
                ChunkRestorer.restoreSealed(table, first + i, (int) record.getLong(), newest);
            }
        }
        int length = record.getCount();
        long blocks = table.blocks().allocateRun(length);
        region.copyTo(record.skip(length), table.blocks().region(), blocks, length);
        restorer.restoreOpen(table, first, count, blocks, blocks + length, recorded);
    }

    private void useEpochLength(long length) {
        if (length != epochs.length()) {
            recorded = epochs.ofLength(length);
        }
    }

    private void noteTimes(RecordReader record) {
        HeadTable table = generations.byGeneration((int) record.getNumber());
        long oldest = record.getSigned();
        long newest = record.getSigned();
        if (table != null && oldest <= newest) {
            table.noteTime(oldest);
            table.noteTime(newest);
        }
    }

    /** Opens the files that the series' sealed chunks are in; where epochs were of another length, copies them. */
    private void addEpochs(RecordReader record) {
        adopt(recorded, record);
        if (recorded != epochs) {
            for (HeadTable table : generations.live()) {
                restorer.moveSealed(table, recorded);
            }
            recorded.close();
        }
    }

    private void adopt(Epochs target, RecordReader record) {
        int count = record.getCount();
        for (int i = 0; i < count; i++) {
            EpochChunks epoch = target.withNumber((int) record.getSigned());
            try {
                damages.addAll(epoch.adopt(record.getNumber(), (int) record.getNumber()));
            } catch (IOException e) {
                throw new StorageException(
                        "can't open a file of sealed chunks: file="
                                + epoch.file().path() + ": " + e.getMessage(),
                        e);
            }
            long oldest = record.getSigned();
            long newest = record.getSigned();
            if (oldest <= newest) {
                epoch.noteTime(oldest);
                epoch.noteTime(newest);
            }
        }
    }

    /** Returns what is damaged in the files of sealed chunks. */
    List<ChunkDamage> damages() {
        return damages;
    }

    /**
     * Waits for the labels and lets the checkpoint's memory go. Idempotent.
     *
     * @throws DamagedCheckpointException when they make no sense
     */
    void finish() {
        if (checkpoint == null) {
            labelThread.shutdown();
            return;
        }
        CompletableFuture<Void> labelsRead = CompletableFuture.allOf(labelFrames.toArray(new CompletableFuture<?>[0]));
        close();
        try {
            labelsRead.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CorruptDataException damage) {
                throw new DamagedCheckpointException(file, damage);
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Waits until no label is read any more, whatever became of them, and lets the checkpoint's memory go. Idempotent. */
    @Override
    public void close() {
        CompletableFuture.allOf(labelFrames.toArray(new CompletableFuture<?>[0]))
                .exceptionally(failure -> null)
                .join();
        labelThread.shutdown();
        if (checkpoint != null) {
            checkpoint.close();
            checkpoint = null;
        }
    }
}
