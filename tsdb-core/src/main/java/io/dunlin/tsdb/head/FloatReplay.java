package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.chunk.OpenChunkLayout;
import io.dunlin.tsdb.chunk.XorEncoder;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Appends the float samples of the log to open chunks on all processors, before the head has readers: the samples of one
 * series stay in their order, since its slot belongs to one lane, and a lane is worked at by one thread at a time. What a
 * lane does by itself is the common case, a sample that goes on with its series' chunk; all else is {@link SeriesWriter}'s,
 * one lane after another. One thread gives samples, and calls {@link #settle} before it looks at chunks or times.
 */
final class FloatReplay implements AutoCloseable {
    private static final int LANES = 8;

    /** Slots that lie together are of one lane, so that threads do not share cache lines of records. */
    private static final int LANE_SHIFT = 8;

    private static final int BATCH_LENGTH = 2048;
    private static final int MOST_BATCHES = 4 * LANES;

    private final Generations generations;
    private final Epochs epochs;

    /** Locked while a lane uses it, or allocates a block: the tables' allocators are for one thread at a time. */
    private final SeriesWriter series;

    private final Lane[] lanes = new Lane[LANES];
    private final ExecutorService threads = Executors.newFixedThreadPool(
            Math.min(LANES, Runtime.getRuntime().availableProcessors()), FloatReplay::daemon);
    private final Semaphore room = new Semaphore(MOST_BATCHES);
    private final Deque<Batch> spare = new ArrayDeque<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private String file = "the log";

    FloatReplay(Generations generations, Epochs epochs, SeriesWriter series) {
        this.generations = generations;
        this.epochs = epochs;
        this.series = series;
        for (int i = 0; i < LANES; i++) {
            lanes[i] = new Lane();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "dunlin-replay");
        thread.setDaemon(true);
        return thread;
    }

    /** Samples of one lane. */
    private static final class Batch {
        private final long[] references = new long[BATCH_LENGTH];
        private final long[] times = new long[BATCH_LENGTH];
        private final double[] values = new double[BATCH_LENGTH];
        private int size;

        /** Where the first of them comes from. */
        private String file;
    }

    /** Says which file the samples come from that are given from now on. */
    void from(String name) {
        file = name;
    }

    /** Takes a sample, without a start timestamp, of a series of a regular table that is there and has not moved. */
    void add(long reference, long time, double value) {
        Lane lane = lanes[SeriesRef.slot(reference) >>> LANE_SHIFT & LANES - 1];
        Batch batch = lane.filling;
        if (batch == null) {
            batch = take();
            batch.file = file;
            lane.filling = batch;
        }
        int at = batch.size++;
        batch.references[at] = reference;
        batch.times[at] = time;
        batch.values[at] = value;
        if (batch.size == BATCH_LENGTH) {
            lane.filling = null;
            lane.send(batch);
        }
    }

    private Batch take() {
        room.acquireUninterruptibly();
        synchronized (spare) {
            Batch batch = spare.poll();
            return batch == null ? new Batch() : batch;
        }
    }

    private void giveBack(Batch batch) {
        batch.size = 0;
        synchronized (spare) {
            spare.push(batch);
        }
        room.release();
    }

    /**
     * Waits until all samples given so far are appended.
     *
     * @throws CorruptDataException when a chunk made no sense to its encoder
     */
    void settle() {
        for (Lane lane : lanes) {
            lane.sent.join();
            if (lane.filling != null) {
                Batch batch = lane.filling;
                lane.filling = null;
                lane.work(batch);
            }
        }
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    /** Ends the threads; samples that are not settled may be appended or not. */
    @Override
    public void close() {
        threads.shutdown();
        boolean ended = false;
        boolean interrupted = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Some slots of every table. */
    private final class Lane {
        private final XorEncoder encoder = new XorEncoder();
        private CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);
        private Batch filling;
        private HeadTable table;

        /** The epoch of the sample before. */
        private long epochStart = Long.MAX_VALUE;

        /** Of the samples of {@link #table} and of that epoch that were not noted yet. */
        private long oldest = Long.MAX_VALUE;

        private long newest = Long.MIN_VALUE;

        void send(Batch batch) {
            sent = sent.thenRunAsync(() -> work(batch), threads);
        }

        void work(Batch batch) {
            try {
                if (failure.get() == null) {
                    append(batch);
                }
            } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
                failure.compareAndSet(
                        null, new CorruptDataException(batch.file, 0, "samples for the chunks that are there", e));
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            } finally {
                giveBack(batch);
            }
        }

        private void append(Batch batch) {
            for (int i = 0; i < batch.size; i++) {
                int generation = SeriesRef.generation(batch.references[i]);
                if (table == null || table.generation() != generation) {
                    noteTimes();
                    table = generations.byGeneration(generation);
                }
                append(SeriesRef.slot(batch.references[i]), batch.times[i], batch.values[i]);
            }
            noteTimes();
        }

        private void append(int slot, long time, double value) {
            Region records = table.records();
            long record = table.record(slot);
            int open = records.getInt(record + SeriesRecordLayout.OPEN);
            if (open != 0) {
                Region blocks = table.blocks().region();
                long block = HeadTable.blockAddress(open);
                long last = OpenBlockLayout.lastTime(blocks, block);
                if (time <= last) {
                    return;
                }
                if (isOfEpoch(time) && isOfEpoch(last) && goesOn(blocks, block) && encode(record, block, time, value)) {
                    long total = record + SeriesRecordLayout.TOTAL;
                    records.putInt(total, records.getInt(total) + 1);
                    oldest = Math.min(oldest, time);
                    newest = Math.max(newest, time);
                    return;
                }
            }
            appendAlone(slot, time, value);
        }

        private boolean isOfEpoch(long time) {
            return time >= epochStart && time - epochStart < epochs.length();
        }

        private boolean goesOn(Region blocks, long block) {
            return OpenBlockLayout.encoding(blocks, block) == ChunkEncoding.XOR
                    && !OpenBlockLayout.hasStarts(blocks, block)
                    && OpenChunkLayout.count(blocks, block + OpenBlockLayout.ENCODER) < SeriesWriter.MOST_SAMPLES;
        }

        /** Appends to a chunk, in a larger block where it needs one; false where it is full. */
        private boolean encode(long record, long block, long time, double value) {
            Region blocks = table.blocks().region();
            long at = block;
            int capacity = OpenBlockLayout.capacity(blocks, at);
            encoder.wrap(blocks, at + OpenBlockLayout.ENCODER, capacity - OpenBlockLayout.ENCODER);
            while (!encoder.append(time, value)) {
                if (capacity >= SeriesWriter.FULL_LENGTH) {
                    return false;
                }
                synchronized (series) {
                    at = SeriesWriter.moveToLargerBlock(table, record, at, capacity + 1);
                }
                capacity = OpenBlockLayout.capacity(blocks, at);
                encoder.wrap(blocks, at + OpenBlockLayout.ENCODER, capacity - OpenBlockLayout.ENCODER);
            }
            encoder.save();
            return true;
        }

        private void appendAlone(int slot, long time, double value) {
            noteTimes();
            synchronized (series) {
                series.append(table, slot, 0, time, value);
            }
            epochStart = epochs.start(epochs.number(time));
        }

        private void noteTimes() {
            if (oldest > newest) {
                return;
            }
            synchronized (series) {
                for (long time : new long[] {oldest, newest}) {
                    table.noteTime(time);
                    epochs.of(time).noteTime(time);
                }
            }
            oldest = Long.MAX_VALUE;
            newest = Long.MIN_VALUE;
        }
    }
}
